'use client';

import { Pause, Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { formatCount } from '@/components/format/format';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { type ActionOutcome, isLost } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';
import type { IdentityView } from '@/domain/identities/identity-view';

/** Stops somebody until resumed, after one confirmation; the reversible twin of stopping all. */
export function SuspendIdentity(props: {
  identity: IdentityView;
  refusal: string | undefined;
  suspend: () => Promise<ActionOutcome>;
  resume: () => Promise<ActionOutcome>;
}) {
  const { identity } = props;
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [pending, startTransition] = useTransition();

  async function suspend() {
    const outcome = await props.suspend();
    if (outcome.status === 'refused') return outcome;
    toast.done(`${identity.name} is suspended`);
    router.refresh();
    return undefined;
  }
  function resume() {
    if (pending) return;
    startTransition(async () => {
      const outcome = await attempt(`${identity.name} was resumed`, props.resume);
      if (outcome.status === 'refused') {
        toast.refused(`${identity.name} is still suspended`, outcome);
      } else toast.done(`${identity.name} is active`, 'Its tokens work again.');
      if (!isLost(outcome)) router.refresh();
    });
  }
  if (identity.state === 'suspended') {
    return (
      <Button
        icon={<Play aria-hidden />}
        pending={pending}
        disabledReason={props.refusal}
        onClick={resume}
      >
        Resume
      </Button>
    );
  }
  return (
    <>
      <Button
        icon={<Pause aria-hidden />}
        disabledReason={props.refusal}
        onClick={() => setOpen(true)}
      >
        Suspend
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Suspend ${identity.name}?`}
        confirmLabel="Suspend"
        onConfirm={suspend}
      >
        <p>
          <strong>{formatCount(identity.liveTokenCount, 'live token')}</strong>{' '}
          {identity.liveTokenCount === 1 ? 'stops' : 'stop'} working until resumed
          {identity.type === 'person' && (
            <>
              , <strong>{formatCount(identity.openSessionCount, 'open session')}</strong>{' '}
              {identity.openSessionCount === 1 ? 'ends' : 'end'}, and nobody signs in as{' '}
              <bdi>{identity.name}</bdi>
            </>
          )}
          . Resuming lets the tokens work again; nothing is revoked.
        </p>
      </ConfirmDialog>
    </>
  );
}
