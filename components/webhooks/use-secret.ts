'use client';

import { useRef } from 'react';
import { newKey } from '@/components/revocation/new-key';
import type { FormAction, FormState } from '@/components/ui/form-state';
import { loadSecretReveal } from '@/components/ui/secret-reveal';
import type { ShownSecret } from './shown-secret';

/**
 * Sends the form under an idempotency key that stays the same while its content does: a retry after a
 * lost answer is told the one secret that was made. It goes to `onShown` alone.
 */
export function useSecret(
  make: FormAction<ShownSecret>,
  onShown: (shown: ShownSecret) => void,
): FormAction {
  const asked = useRef({ content: '', key: '' });
  return async (_previous, form) => {
    const content = JSON.stringify([...form.entries()]);
    if (content !== asked.current.content) asked.current = { content, key: newKey() };
    form.set('idempotencyKey', asked.current.key);
    const outcome = await send(make, form);
    if (outcome.status !== 'done') return outcome;
    asked.current = { content: '', key: '' };
    onShown(outcome.result);
    return { status: 'done', result: undefined };
  };
}

async function send(
  make: FormAction<ShownSecret>,
  form: FormData,
): Promise<FormState<ShownSecret>> {
  // What can't be shown must not be made.
  await loadSecretReveal();
  return make({ status: 'idle' }, form);
}
