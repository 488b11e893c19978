'use client';

import { ShieldOff } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';
import type { IdentityView } from '@/domain/identities/identity-view';

/** Clears the second factors that somebody has lost, after one confirmation. */
export function ClearFactors(props: {
  identity: Pick<IdentityView, 'name' | 'hasPassword' | 'openSessionCount'>;
  refusal: string | undefined;
  clear: () => Promise<ActionOutcome>;
}) {
  const { name, hasPassword, openSessionCount } = props.identity;
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  async function clear() {
    const outcome = await props.clear();
    if (outcome.status === 'refused') return outcome;
    toast.done(`${name} has no second factor any more`);
    router.refresh();
    return undefined;
  }
  return (
    <>
      <Button
        icon={<ShieldOff aria-hidden />}
        disabledReason={props.refusal}
        onClick={() => setOpen(true)}
      >
        Clear factors
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Clear the second factors of ${name}?`}
        confirmLabel="Clear factors"
        onConfirm={clear}
      >
        <p>
          Their passkeys, authenticator app and recovery codes stop working for good, and{' '}
          <strong>{formatCount(openSessionCount, 'open session')}</strong>{' '}
          {openSessionCount === 1 ? 'ends' : 'end'}.{' '}
          {hasPassword
            ? `Then ${name}’s password alone lets them in, until they add another factor.`
            : `${name} has no password: make them a link to set one.`}{' '}
          <bdi>{name}</bdi> and the other administrators are told. Make sure that it was{' '}
          <bdi>{name}</bdi> who asked.
        </p>
      </ConfirmDialog>
    </>
  );
}
