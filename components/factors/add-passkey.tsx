'use client';

import { startRegistration } from '@simplewebauthn/browser';
import { useEffect, useState } from 'react';
import { attempt } from '@/components/ui/attempt';
import { Field } from '@/components/ui/field';
import { Form, SubmitButton } from '@/components/ui/form';
import type { FormState } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import type { Enrolling } from './enrolling';
import { noPasskey } from './passkey-button';
import { whyNoPasskeys } from './proving';

/** Names a passkey and has the browser make it. */
export function AddPasskey(props: {
  actions: Pick<Enrolling, 'passkeyOptions' | 'addPasskey'>;
  origin: string | null;
  onDone(codes: string[]): void;
}) {
  const { actions, origin } = props;
  const [round, setRound] = useState(0);
  const [reason, setReason] = useState<string>();
  useEffect(() => setReason(whyNoPasskeys(origin)), [origin]);
  async function add(_: FormState<string[]>, form: FormData): Promise<FormState<string[]>> {
    const asked = await attempt('a passkey can be made', actions.passkeyOptions);
    if (asked.status === 'refused') return asked;
    const options = asked.result as never;
    const answer = await startRegistration({ optionsJSON: options }).catch(() => null);
    return answer === null ? noPasskey() : actions.addPasskey(String(form.get('name')), answer);
  }
  return (
    <Form
      key={round}
      action={add}
      onDone={(codes) => {
        setRound(round + 1);
        props.onDone(codes);
      }}
      aria-label="Add a passkey"
      className="max-w-sm"
    >
      <Field
        name="name"
        label="Name of the passkey"
        hint="Such as the device that it is on."
        required
      >
        <Input />
      </Field>
      <div>
        <SubmitButton variant="secondary" disabledReason={reason}>
          Add a passkey
        </SubmitButton>
      </div>
    </Form>
  );
}
