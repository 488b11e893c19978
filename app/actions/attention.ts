'use server';

import { optionalTextOf, textOf, toDone } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { ActionOutcome, FormState } from '@/components/ui/form-state';
import { snoozeAttention, unsnoozeAttention } from '@/domain/overview/snooze-attention';

export async function snoozeAction(_previous: FormState, form: FormData): Promise<FormState> {
  const input = {
    ...{ kind: textOf(form, 'kind'), token: textOf(form, 'token') },
    ...{ until: textOf(form, 'until'), reason: optionalTextOf(form, 'reason') },
  };
  return toDone(await act(snoozeAttention, input));
}

export async function wakeAction(kind: string, token: string): Promise<ActionOutcome> {
  return toDone(await act(unsnoozeAttention, { kind, token }));
}
