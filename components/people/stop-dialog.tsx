'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { type Done, prepareChange } from '@/components/revocation/change';
import { useSameChange } from '@/components/revocation/use-same-change';
import { Checkbox } from '@/components/ui/choice';
import { ConfirmDialog, type ConfirmOutcome } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
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
  const send = useSameChange();
  const [reason, setReason] = useState('everything stopped');
  const [suspend, setSuspend] = useState(false);
  if (!shown) return null;

  async function stop({ id, name }: Stoppable): Promise<ConfirmOutcome> {
    const said = { reason: reason.trim(), alsoRevoke: [...made.chosen], suspend };
    const settled = await send([id, said], () => prepareChange('stop', { id, name }, said));
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
      <Checkbox
        className="text-ink"
        label="Suspend the account too"
        hint="Nobody signs in with it and it gets no new tokens, until it is resumed."
        checked={suspend}
        onChange={(event) => setSuspend(event.target.checked)}
      />
      <Field label="Reason" name="reason">
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <MadeForOthers name={shown.name} state={made} />
    </ConfirmDialog>
  );
}

function Consequence({ identity }: { identity: Stoppable }) {
  const { type, groups, liveTokenCount, openSessionCount } = identity;
  return (
    <p>
      <strong>{formatCount(liveTokenCount, 'live token')}</strong> and every other token not yet
      revoked{groups.length > 0 && ` in ${groups.join(', ')}`} are denied at once and for good
      {type === 'person' && (
        <>
          , and <strong>{formatCount(openSessionCount, 'open session')}</strong> ended
        </>
      )}
      . It can be undone for 30 seconds; sessions stay ended. Memberships stay.
    </p>
  );
}
