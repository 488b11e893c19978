'use client';

import { OctagonX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { ReceiptStatus } from '@/components/revocation/receipt-status';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';
import type { IdentityView } from '@/domain/identities/identity-view';
import { MadeForOthers, useMade } from './made-for-others';

export type Stopped = { revokedTokens: number; endedSessions: number; seq: number };

/** Revokes every token and ends every session of somebody, after one confirmation. */
export function StopIdentity(props: {
  identity: IdentityView;
  refusal: string | undefined;
  stop: (alsoRevoke: string[]) => Promise<ActionOutcome<Stopped>>;
}) {
  const { identity } = props;
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const made = useMade(open ? identity.id : null);
  const groups = identity.groups.map((group) => group.name);

  async function stop() {
    const outcome = await props.stop([...made.chosen]);
    if (outcome.status === 'refused') return outcome;
    const { revokedTokens, endedSessions, seq } = outcome.result;
    toast.show({
      tone: 'ok',
      title: `Everything ${identity.name} held is stopped`,
      description: (
        <>
          <p>
            {formatCount(revokedTokens, 'token')} revoked, {formatCount(endedSessions, 'session')}{' '}
            ended.
          </p>
          <ReceiptStatus seq={seq} />
        </>
      ),
      durationMs: 0,
    });
    router.refresh();
    return undefined;
  }
  return (
    <>
      <Button
        variant="danger"
        icon={<OctagonX aria-hidden />}
        disabledReason={props.refusal}
        onClick={() => setOpen(true)}
      >
        Stop everything
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Stop everything ${identity.name} holds?`}
        confirmLabel="Stop everything"
        onConfirm={stop}
      >
        <p>
          <strong>{formatCount(identity.liveTokenCount, 'live token')}</strong> and every other
          token not yet revoked{groups.length > 0 && ` in ${groups.join(', ')}`} are denied at once
          and for good
          {identity.type === 'person' && (
            <>
              , and <strong>{formatCount(identity.openSessionCount, 'open session')}</strong> ended
            </>
          )}
          . There is no undo.
        </p>
        <p>The account and its memberships stay; suspend it too if nobody may use it.</p>
        <MadeForOthers name={identity.name} state={made} />
      </ConfirmDialog>
    </>
  );
}
