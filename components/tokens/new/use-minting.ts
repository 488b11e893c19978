'use client';

import { useKeyedForm } from '@/components/revocation/use-keyed-form';
import type { FormAction, FormState } from '@/components/ui/form-state';
import { loadSecretReveal } from '@/components/ui/secret-reveal';
import type { IssuedToken } from './group-choice';

export type MintAction = FormAction<IssuedToken>;

/** Makes a token by a form, once: the same form never makes two. The secret goes to `onIssued` alone. */
export const useMinting = <Issued extends IssuedToken>(
  create: FormAction<Issued>,
  onIssued: (token: Issued) => void,
): FormAction => useKeyedForm((form) => send(create, form), onIssued);

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
