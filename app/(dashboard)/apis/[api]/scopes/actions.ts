'use server';

import { textOf, toDone, toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { ConfirmOutcome } from '@/components/ui/confirm-dialog';
import type { FormState } from '@/components/ui/form-state';
import { createScope } from '@/domain/scopes/create-scope';
import { deleteScope } from '@/domain/scopes/delete-scope';
import { updateScope } from '@/domain/scopes/update-scope';

type Saved = { id: string; name: string };

// One JSON array instead of up to 20,000 form fields.
function contentOf(form: FormData) {
  const operations: unknown = JSON.parse(textOf(form, 'operations') || '[]');
  return {
    name: textOf(form, 'name').trim(),
    description: textOf(form, 'description'),
    operations,
  };
}

const toSaved = ({ id, name }: Saved): Saved => ({ id, name });

export async function createScopeAction(
  api: string,
  _previous: FormState<Saved>,
  form: FormData,
): Promise<FormState<Saved>> {
  return toFormState(await act(createScope, { api, ...contentOf(form) }), toSaved);
}

export async function updateScopeAction(
  scope: string,
  _previous: FormState<Saved>,
  form: FormData,
): Promise<FormState<Saved>> {
  return toFormState(await act(updateScope, { scope, ...contentOf(form) }), toSaved);
}

export async function deleteScopeAction(scope: string): Promise<ConfirmOutcome> {
  return toDone(await act(deleteScope, { scope }));
}
