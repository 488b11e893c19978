'use server';

import { toDone } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import { readDraft } from '@/components/settings/retention/retention-words';
import type { FormState } from '@/components/ui/form-state';
import { setRetention } from '@/domain/retention/set-retention';

export async function setRetentionAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toDone(await act(setRetention, readDraft(form)));
}
