'use client';

import { signIn } from 'next-auth/react';
import { PasskeyButton } from '@/components/factors/passkey-button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { relyingPartyOf } from '@/domain/factors/relying-party';
import { signInError } from './sign-in-error';

async function options(): Promise<ActionOutcome<object>> {
  const answer = await fetch('/api/passkeys', { method: 'POST' });
  if (answer.ok) return { status: 'done', result: await answer.json() };
  return { status: 'refused', ...signInError(answer.status === 429 ? 'too_many_attempts' : '') };
}

async function give(given: unknown): Promise<ActionOutcome> {
  const answer = await signIn('passkey', { redirect: false, answer: JSON.stringify(given) });
  if (answer?.ok && !answer.error) return { status: 'done', result: undefined };
  return { status: 'refused', ...signInError(answer?.error ?? '') };
}

/** Signs in by a passkey alone: the authenticator knows whose it is. */
export function PasskeySignIn(props: { returnTo: string; address: string }) {
  return (
    <PasskeyButton
      label="Sign in with a passkey"
      origin={relyingPartyOf(props.address)?.origin ?? null}
      options={options}
      give={give}
      onDone={() => window.location.replace(props.returnTo)}
    />
  );
}
