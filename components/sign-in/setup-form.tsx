'use client';

import { useState } from 'react';
import { paths } from '@/components/paths';
import { Field } from '@/components/ui/field';
import { Form, SubmitButton } from '@/components/ui/form';
import type { FormAction, FormState } from '@/components/ui/form-state';
import { EmailInput, Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { PasswordInput } from '@/components/ui/password-input';
import { MIN_PASSWORD_LENGTH } from '@/domain/credentials/credential-facts';
import { SignInForm, signInWithPassword } from './sign-in-form';

export type SetupSubject =
  | { kind: 'first-administrator' }
  | { kind: 'person'; name: string; email: string };

type Claimed = { email: string };

/** Name, email and password of the first administrator, or only a password; then signs in. */
export function SetupForm(props: {
  code: string;
  subject: SetupSubject;
  claim: FormAction<Claimed>;
}) {
  const { subject } = props;
  const [claimed, setClaimed] = useState<string>();

  // The code joins the form's data here: it never stands in the document.
  async function claimAndSignIn(previous: FormState<Claimed>, form: FormData) {
    form.set('code', props.code);
    const state = await props.claim(previous, form);
    if (state.status !== 'done') return state;
    const signedIn = await signInWithPassword(state.result.email, String(form.get('password')));
    if (signedIn.status === 'done') window.location.replace(paths.overview());
    else setClaimed(state.result.email);
    return state;
  }

  if (claimed) {
    return (
      <>
        <Notice tone="ok" title="Your password is set" live>
          Sign in with it to begin.
        </Notice>
        <SignInForm returnTo={paths.overview()} email={claimed} />
      </>
    );
  }
  return (
    <Form action={claimAndSignIn}>
      {subject.kind === 'first-administrator' ? (
        <>
          <Field name="name" label="Name" required>
            <Input autoComplete="name" autoFocus />
          </Field>
          <Field name="email" label="Email" hint="You sign in with it." required>
            <EmailInput autoComplete="username" />
          </Field>
        </>
      ) : (
        // Password managers file the password under it.
        <Field name="email" label="Email">
          <EmailInput autoComplete="username" readOnly value={subject.email} />
        </Field>
      )}
      <Field
        name="password"
        label="Password"
        hint={`At least ${MIN_PASSWORD_LENGTH} characters.`}
        required
      >
        <PasswordInput autoComplete="new-password" autoFocus={subject.kind === 'person'} />
      </Field>
      <Field name="passwordAgain" label="Password again" required>
        <PasswordInput autoComplete="new-password" />
      </Field>
      <SubmitButton className="w-full justify-center">
        {subject.kind === 'person' ? 'Set password and sign in' : 'Become the administrator'}
      </SubmitButton>
    </Form>
  );
}
