'use client';

import { signIn } from 'next-auth/react';
import { Field } from '@/components/ui/field';
import { Form, SubmitButton } from '@/components/ui/form';
import type { FormState } from '@/components/ui/form-state';
import { EmailInput } from '@/components/ui/input';
import { PasswordInput } from '@/components/ui/password-input';
import { isOwnAddress } from './own-address';
import { signInError } from './sign-in-error';

const textOf = (form: FormData, name: string) => String(form.get(name) ?? '');

/** Signs in by next-auth's own route, which checks its CSRF token. */
export async function signInWithPassword(email: string, password: string): Promise<FormState> {
  const answer = await signIn('credentials', { redirect: false, email, password });
  if (answer?.ok && !answer.error) return { status: 'done', result: undefined };
  return { status: 'refused', ...signInError(answer?.error ?? '') };
}

/** Email and password, then on to `returnTo` (a path checked by `returnPath`). */
export function SignInForm(props: {
  returnTo: string;
  email?: string;
  address?: string;
  /** Not where something else on the page comes first. */
  focus?: boolean;
}) {
  async function submit(_previous: FormState, form: FormData): Promise<FormState> {
    const { address } = props;
    if (address && !isOwnAddress(window.location.origin, address)) {
      return { status: 'refused', code: 'other_address', message: `Sign in at ${address}.` };
    }
    return signInWithPassword(textOf(form, 'email'), textOf(form, 'password'));
  }
  return (
    <Form
      action={submit}
      // A full load: nothing that was rendered for nobody is kept.
      onDone={() => window.location.replace(props.returnTo)}
    >
      <Field name="email" label="Email">
        <EmailInput
          autoComplete="username"
          required
          autoFocus={props.email === undefined && props.focus !== false}
          defaultValue={props.email}
        />
      </Field>
      <Field name="password" label="Password">
        <PasswordInput
          autoComplete="current-password"
          required
          autoFocus={props.email !== undefined}
        />
      </Field>
      <SubmitButton className="w-full justify-center">Sign in</SubmitButton>
    </Form>
  );
}
