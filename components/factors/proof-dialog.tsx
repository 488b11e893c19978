'use client';

import { Dialog } from '@/components/ui/dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import type { Openable } from '@/components/ui/on-demand';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { CodeForm, PasswordForm } from './code-forms';
import { PasskeyButton } from './passkey-button';
import { ProviderProof } from './provider-proof';
import type { Proving, Ways } from './proving';

export type ProofDialogProps = Openable & {
  ways: ActionOutcome<Ways> | undefined;
  proving: Proving;
  onProven(): void;
};

/** The ways in which somebody can prove that it is them. */
export function ProofDialog(props: ProofDialogProps) {
  const { ways } = props;
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title="Prove that it is you"
      description="This change is a grave one. A proof counts for ten minutes."
      size="small"
    >
      {ways?.status === 'refused' && <RefusalNotice refusal={ways} />}
      {ways?.status === 'done' && (
        <ProofWays ways={ways.result} proving={props.proving} onDone={props.onProven} />
      )}
    </Dialog>
  );
}

function ProofWays(props: { ways: Ways; proving: Proving; onDone(): void }) {
  const { ways, proving, onDone } = props;
  const { app, passkey, password, provider } = ways;
  if (!app && !passkey && !password && provider === null) {
    return (
      <p className="text-sm">
        {ways.isByProvider
          ? 'Your provider is switched off here. Sign out and sign in again, then add a passkey under Settings → Password: it is asked for from then on.'
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
      {!app && !passkey && provider !== null && (
        <ProviderProof name={provider} proving={proving} onDone={onDone} />
      )}
      {!app && !passkey && password && <PasswordForm action={proving.byPassword} onDone={onDone} />}
    </div>
  );
}
