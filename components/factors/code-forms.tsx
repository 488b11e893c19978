'use client';

import { Field } from '@/components/ui/field';
import { Form, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { PasswordInput } from '@/components/ui/password-input';

/** The six digits of an authenticator app, or one of the recovery codes. */
export function CodeForm(props: {
  by: 'totp' | 'recovery_code';
  action: FormAction;
  onDone(): void;
  focus?: boolean;
}) {
  const isApp = props.by === 'totp';
  return (
    <Form action={props.action} onDone={props.onDone}>
      <input type="hidden" name="by" value={props.by} />
      <Field
        name="code"
        label={isApp ? 'Code of your authenticator app' : 'Recovery code'}
        hint={isApp ? 'Six digits; each code works once.' : 'Each works once.'}
      >
        <Input
          autoComplete="one-time-code"
          inputMode={isApp ? 'numeric' : 'text'}
          autoFocus={props.focus}
          required
        />
      </Field>
      <SubmitButton className="w-full justify-center">Go on</SubmitButton>
    </Form>
  );
}

export function PasswordForm(props: { action: FormAction; onDone(): void }) {
  return (
    <Form action={props.action} onDone={props.onDone}>
      <Field name="password" label="Your password">
        <PasswordInput autoComplete="current-password" autoFocus required />
      </Field>
      <SubmitButton className="w-full justify-center">Go on</SubmitButton>
    </Form>
  );
}
