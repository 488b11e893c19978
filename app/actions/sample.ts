'use server';

import { toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { ActionOutcome } from '@/components/ui/form-state';
import { applyConfiguration } from '@/domain/configuration/apply-configuration';
import { SAMPLE_FILE, SAMPLE_GROUP } from '@/domain/configuration/sample';

/** Adds the sample; the group to make a first token in. */
export async function addSampleAction(): Promise<ActionOutcome<{ group: string }>> {
  const input = { file: SAMPLE_FILE, reason: 'a sample to try tokens with' };
  return toFormState(await act(applyConfiguration, input), () => ({ group: SAMPLE_GROUP }));
}
