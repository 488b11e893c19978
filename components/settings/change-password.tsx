'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { PasswordInput } from '@/components/ui/password-input';
import { useToast } from '@/components/ui/toast';
import { MIN_PASSWORD_LENGTH } from '@/domain/credentials/credential-facts';

/** Current password and a new one, twice; what was typed is forgotten once it is changed. */
export function ChangePassword(props: { email: string; change: FormAction<number> }) {
  const toast = useToast();
  const router = useRouter();
  const [round, setRound] = useState(0);
  function done(endedSessions: number) {
    toast.done('Your password is changed', `${formatCount(endedSessions, 'other session')} ended.`);
    setRound(round + 1);
    router.refresh();
  }
  return (
    <Form
      key={round}
      action={props.change}
      onDone={done}
      aria-label="Change password"
      className="max-w-sm"
    >
      {/* Password managers file the new password under it. */}
      <input type="text" autoComplete="username" value={props.email} readOnly hidden />
      <Field name="current" label="Current password" required>
        <PasswordInput autoComplete="current-password" />
      </Field>
      <Field
        name="password"
        label="New password"
        hint={`At least ${MIN_PASSWORD_LENGTH} characters.`}
        required
      >
        <PasswordInput autoComplete="new-password" />
      </Field>
      <Field name="passwordAgain" label="New password again" required>
        <PasswordInput autoComplete="new-password" />
      </Field>
      <FormActions>
        <SubmitButton>Change password</SubmitButton>
      </FormActions>
    </Form>
  );
}
