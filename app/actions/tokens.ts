'use server';

import { textOf, toDone } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { FormState } from '@/components/ui/form-state';
import { renameToken } from '@/domain/tokens/rename-token';

// Arguments come from the network: what is no text is refused by the command.

export async function renameTokenAction(_previous: FormState, form: FormData): Promise<FormState> {
  const input = { token: textOf(form, 'token'), name: textOf(form, 'name') };
  return toDone(await act(renameToken, input));
}
