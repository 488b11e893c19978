'use server';

import { type ActionOutcome, optionalNumberOf, textOf, toDone } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { FormState } from '@/components/ui/form-state';
import { removeSchedule } from '@/domain/rotations/remove-schedule';
import { retryRotation } from '@/domain/rotations/retry-rotation';
import { setSchedule } from '@/domain/rotations/set-schedule';
import { startRotation } from '@/domain/rotations/start-rotation';

// Arguments come from the network: what is no text is refused by the command.

export async function setScheduleAction(
  token: string,
  _previous: FormState,
  form: FormData,
): Promise<FormState> {
  const input = {
    token,
    destination: textOf(form, 'destination'),
    secretName: textOf(form, 'secretName'),
    everySeconds: optionalNumberOf(form, 'everySeconds'),
    overlapSeconds: optionalNumberOf(form, 'overlapSeconds') ?? null,
  };
  return toDone(await act(setSchedule, input));
}

export async function removeScheduleAction(token: string): Promise<ActionOutcome> {
  return toDone(await act(removeSchedule, { token }));
}

export async function startRotationAction(token: string): Promise<ActionOutcome> {
  return toDone(await act(startRotation, { token }));
}

export async function retryRotationAction(token: string): Promise<ActionOutcome> {
  return toDone(await act(retryRotation, { token }));
}
