'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { attempt } from '@/components/ui/attempt';
import { Dialog } from '@/components/ui/dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { askForProofBy } from '@/components/ui/proof';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { CodeForm, PasswordForm } from './code-forms';
import { PasskeyButton } from './passkey-button';
import type { Proving, Ways } from './proving';

/**
 * Asks people to prove who they are where an action was refused for want of it: whoever waits on
 * `askForProof` goes on once they have, and has lost nothing.
 */
export function AskingForProof(props: { proving: Proving }) {
  const { proving } = props;
  const [ways, setWays] = useState<ActionOutcome<Ways>>();
  const [open, setOpen] = useState(false);
  const waiting = useRef<(isProven: boolean) => void>(undefined);
  const settle = useCallback((isProven: boolean) => {
    setOpen(false);
    waiting.current?.(isProven);
    waiting.current = undefined;
  }, []);
  useEffect(
    () =>
      askForProofBy(async () => {
        const found = await attempt('you can prove it', proving.ways);
        waiting.current?.(false);
        setWays(found);
        setOpen(true);
        return new Promise<boolean>((resolve) => {
          waiting.current = resolve;
        });
      }),
    [proving],
  );
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && settle(false)}
      title="Prove that it is you"
      description="This change is a grave one. A proof counts for ten minutes."
      size="small"
    >
      {ways?.status === 'refused' && <RefusalNotice refusal={ways} />}
      {ways?.status === 'done' && (
        <ProofWays ways={ways.result} proving={proving} onDone={() => settle(true)} />
      )}
    </Dialog>
  );
}

function ProofWays(props: { ways: Ways; proving: Proving; onDone(): void }) {
  const { ways, proving, onDone } = props;
  const { app, passkey, password } = ways;
  if (!app && !passkey && !password) {
    return (
      <p className="text-sm">
        {ways.provider
          ? 'Your provider did not say when you signed in there. Sign out and sign in again, then add a passkey under Settings → Password: it is asked for from then on.'
          : 'Sign out and sign in again.'}
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {passkey && (
        <PasskeyButton
          label="Use a passkey"
          origin={ways.passkeyOrigin}
          options={proving.passkeyOptions}
          give={proving.byPasskey}
          onDone={onDone}
        />
      )}
      {app && <CodeForm by="totp" action={proving.byCode} onDone={onDone} focus={!passkey} />}
      {!app && !passkey && <PasswordForm action={proving.byPassword} onDone={onDone} />}
    </div>
  );
}
