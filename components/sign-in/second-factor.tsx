'use client';

import { useState } from 'react';
import { AddApp } from '@/components/factors/add-app';
import { AddPasskey } from '@/components/factors/add-passkey';
import { AskingForProof } from '@/components/factors/asking-for-proof';
import { CodeForm } from '@/components/factors/code-forms';
import type { Enrolling } from '@/components/factors/enrolling';
import { PasskeyButton } from '@/components/factors/passkey-button';
import type { Proving, Ways } from '@/components/factors/proving';
import { RecoveryCodes } from '@/components/factors/recovery-codes';
import { Button } from '@/components/ui/button';

/** The second step of signing in: a factor that the person has. */
export function SecondStep(props: { ways: Ways; proving: Proving; returnTo: string }) {
  const { ways, proving } = props;
  const [isLost, setIsLost] = useState(false);
  const done = () => window.location.replace(props.returnTo);
  if (isLost) {
    return (
      <>
        <CodeForm by="recovery_code" action={proving.byCode} onDone={done} focus />
        <Button onClick={() => setIsLost(false)}>Use another way</Button>
      </>
    );
  }
  return (
    <>
      {ways.passkey && (
        <PasskeyButton
          label="Use a passkey"
          origin={ways.passkeyOrigin}
          options={proving.passkeyOptions}
          give={proving.byPasskey}
          onDone={done}
        />
      )}
      {ways.app && <CodeForm by="totp" action={proving.byCode} onDone={done} focus />}
      <Button onClick={() => setIsLost(true)}>Use a recovery code</Button>
    </>
  );
}

/** Where the organisation asks for a factor and the person has none: nothing else opens. */
export function MustEnrol(props: {
  origin: string | null;
  actions: Enrolling;
  proving: Proving;
  returnTo: string;
}) {
  const [codes, setCodes] = useState<readonly string[]>();
  const leave = () => window.location.replace(props.returnTo);
  const done = (made: readonly string[]) => (made.length > 0 ? setCodes(made) : leave());
  if (codes) return <RecoveryCodes codes={codes} onDone={leave} />;
  return (
    <>
      <AddPasskey actions={props.actions} origin={props.origin} onDone={done} />
      <AddApp actions={props.actions} onDone={done} />
      <AskingForProof proving={props.proving} />
    </>
  );
}
