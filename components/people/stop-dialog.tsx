'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { formatCount } from '@/components/format/format';
import { type Change, type Done, prepareChange, settle } from '@/components/revocation/change';
import { ConfirmDialog, type ConfirmOutcome } from '@/components/ui/confirm-dialog';
import { useLingering } from '@/components/ui/use-lingering';
import { MadeForOthers, useMade } from './made-for-others';

/** Whom everything is taken from, and what that ends. */
export type Stoppable = {
  id: string;
  name: string;
  type: 'person' | 'service';
  liveTokenCount: number;
  openSessionCount: number;
  /** Names. */
  groups: string[];
};

/** Revokes every token and ends every session of somebody, after one confirmation. */
export function StopDialog(props: {
  /** Undefined closes it. */
  identity: Stoppable | undefined;
  onClose: () => void;
  onStopped: (done: Done) => void;
}) {
  const { identity } = props;
  const router = useRouter();
  const shown = useLingering(identity);
  const made = useMade(identity?.id ?? null);
  const prepare = useSameChange();
  if (!shown) return null;

  async function stop(who: Stoppable): Promise<ConfirmOutcome> {
    const settled = await settle(prepare(who, [...made.chosen]));
    if (settled.status !== 'done') return settled.refusal;
    props.onStopped(settled);
    router.refresh();
    return undefined;
  }
  return (
    <ConfirmDialog
      open={identity !== undefined}
      onOpenChange={(open) => !open && props.onClose()}
      title={`Stop everything ${shown.name} holds?`}
      confirmLabel="Stop everything"
      onConfirm={() => stop(shown)}
    >
      <Consequence identity={shown} />
      <MadeForOthers name={shown.name} state={made} />
    </ConfirmDialog>
  );
}

/** The same question bears the same key, so that another try after a lost answer happens once. */
function useSameChange() {
  const last = useRef<{ content: string; change: Change }>(null);
  return ({ id, name }: Stoppable, alsoRevoke: string[]): Change => {
    const content = JSON.stringify([id, alsoRevoke]);
    if (last.current?.content !== content) {
      const change = prepareChange(
        'stop',
        { id, name },
        { reason: 'everything stopped', alsoRevoke },
      );
      last.current = { content, change };
    }
    return last.current.change;
  };
}

function Consequence({ identity }: { identity: Stoppable }) {
  const { type, groups, liveTokenCount, openSessionCount } = identity;
  return (
    <>
      <p>
        <strong>{formatCount(liveTokenCount, 'live token')}</strong> and every other token not yet
        revoked{groups.length > 0 && ` in ${groups.join(', ')}`} are denied at once and for good
        {type === 'person' && (
          <>
            , and <strong>{formatCount(openSessionCount, 'open session')}</strong> ended
          </>
        )}
        . There is no undo.
      </p>
      <p>The account and its memberships stay; suspend it too if nobody may use it.</p>
    </>
  );
}
