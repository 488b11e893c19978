'use server';

import { toDone } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { ActionOutcome } from '@/components/ui/form-state';
import { dismissAnomaly } from '@/domain/anomalies/dismiss-anomaly';

export async function dismissAction(anomaly: string): Promise<ActionOutcome> {
  return toDone(await act(dismissAnomaly, { anomaly }));
}
