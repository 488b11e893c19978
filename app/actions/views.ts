'use server';

import { type ActionOutcome, toDone, toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { FormState } from '@/components/ui/form-state';
import { deleteView } from '@/domain/views/delete-view';
import { saveView } from '@/domain/views/save-view';

/** @returns the name that the view has */
export async function saveViewAction(
  _previous: FormState<string>,
  form: FormData,
): Promise<FormState<string>> {
  const input = {
    ...{ name: form.get('name'), q: form.get('q') },
    isShared: form.get('isShared') !== null,
  };
  return toFormState(await act(saveView, input), ({ view }) => view.name);
}

export async function deleteViewAction(view: string): Promise<ActionOutcome> {
  return toDone(await act(deleteView, { view }));
}
