'use client';

import { useRef } from 'react';
import type { FormAction, FormState } from '@/components/ui/form-state';
import { newKey } from './new-key';

/**
 * Sends a form under an idempotency key that stays the same while its content does: a double submit, or
 * a retry after a lost answer, is told what was made the first time. It goes to `onMade` alone.
 */
export function useKeyedForm<Made>(
  make: (form: FormData) => Promise<FormState<Made>>,
  onMade: (made: Made) => void,
): FormAction {
  const asked = useRef({ content: '', key: '' });
  return async (_previous, form) => {
    const content = JSON.stringify([...form.entries()]);
    if (content !== asked.current.content) asked.current = { content, key: newKey() };
    form.set('idempotencyKey', asked.current.key);
    const outcome = await make(form);
    if (outcome.status !== 'done') return outcome;
    asked.current = { content: '', key: '' };
    onMade(outcome.result);
    return { status: 'done', result: undefined };
  };
}
