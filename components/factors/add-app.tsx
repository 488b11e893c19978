'use client';

import { Smartphone } from 'lucide-react';
import { useState } from 'react';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { Form, SubmitButton } from '@/components/ui/form';
import type { Refused } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import type { Enrolling } from './enrolling';
import { QrCode } from './qr-code';

/** Sets up an authenticator app: its secret is shown until a code of it was taken. */
export function AddApp(props: {
  actions: Pick<Enrolling, 'beginApp' | 'confirmApp'>;
  onDone(codes: string[]): void;
}) {
  const { actions } = props;
  const [begun, setBegun] = useState<{ secret: string; address: string }>();
  const [refused, setRefused] = useState<Refused>();
  const [pending, setPending] = useState(false);
  async function begin() {
    setPending(true);
    const outcome = await attempt('an app can be set up', actions.beginApp);
    setPending(false);
    if (outcome.status === 'refused') setRefused(outcome);
    else setBegun(outcome.result);
  }
  if (!begun) {
    return (
      <div className="flex flex-col items-start gap-3">
        {refused && <RefusalNotice refusal={refused} />}
        <Button icon={<Smartphone aria-hidden />} pending={pending} onClick={begin}>
          Set up an authenticator app
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm">Scan this with your app, or type the secret into it.</p>
      <QrCode text={begun.address} label="QR code for your authenticator app" />
      <p className="flex items-center gap-1 font-mono text-sm break-all">
        {begun.secret.replaceAll(/.{4}(?=.)/g, '$& ')}
        <CopyButton text={begun.secret} label="Copy secret" />
      </p>
      <Form
        action={actions.confirmApp}
        onDone={(codes) => {
          setBegun(undefined);
          props.onDone(codes);
        }}
        aria-label="Set up an authenticator app"
        className="max-w-sm"
      >
        <Field name="code" label="Code that it shows" required>
          <Input autoComplete="one-time-code" inputMode="numeric" autoFocus />
        </Field>
        <SubmitButton>Confirm</SubmitButton>
      </Form>
    </div>
  );
}
