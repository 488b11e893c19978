'use client';

import { useRef } from 'react';
import { newKey } from '@/components/revocation/new-key';
import type { FormAction, FormState } from '@/components/ui/form-state';
import { loadSecretReveal } from '@/components/ui/secret-reveal';
import type { IssuedToken } from './group-choice';

export type MintAction = FormAction<IssuedToken>;

/**
 * Sends the form under an idempotency key that stays the same while its content does: a double
 * submit, or a retry after a lost answer, gets the one token. The secret goes to `onIssued` alone.
 */
export function useMinting<Issued extends IssuedToken>(
  create: FormAction<Issued>,
  onIssued: (token: Issued) => void,
): FormAction {
  const attempt = useRef({ content: '', key: '' });
  return async (_previous, form) => {
    const content = JSON.stringify([...form.entries()]);
    if (content !== attempt.current.content) attempt.current = { content, key: newKey() };
    form.set('idempotencyKey', attempt.current.key);
    const outcome = await send(create, form);
    if (outcome.status !== 'done') return outcome;
    attempt.current = { content: '', key: '' };
    onIssued(outcome.result);
    return { status: 'done', result: undefined };
  };
}

async function send<Issued extends IssuedToken>(
  create: FormAction<Issued>,
  form: FormData,
): Promise<FormState<Issued>> {
  try {
    await loadSecretReveal();
    return await create({ status: 'idle' }, form);
  } catch (cause) {
    console.error(new Error('No token could be made', { cause }));
    return {
      status: 'refused',
      code: 'unreachable',
      message: 'The server did not answer. Try again: the same form never makes two tokens.',
    };
  }
}
