import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { anomalyPolicy } from '@/db/schema/anomalies';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';

export const anomalyPolicySchema = z.object({
  tellsNewNetworks: z.boolean(),
  historyDays: z.int().min(1).max(60),
  tellsDeniedSpikes: z.boolean(),
  spikeMinimum: z.int().min(1).max(1_000_000),
  spikeFactor: z.int().min(2).max(1_000),
  tellsStoppedUses: z.boolean(),
  tellsSpread: z.boolean(),
  spreadNetworks: z.int().min(2).max(10_000),
  spreadMinutes: z.int().min(1).max(60),
  /** For how long the same of the same token or group is not told again. */
  quietDays: z.int().min(1).max(90),
});
export type AnomalyPolicy = z.output<typeof anomalyPolicySchema>;

export async function readAnomalyPolicy(db: Queryable): Promise<AnomalyPolicy> {
  const [row] = await db
    .select({
      tellsNewNetworks: anomalyPolicy.tellsNewNetworks,
      historyDays: anomalyPolicy.historyDays,
      tellsDeniedSpikes: anomalyPolicy.tellsDeniedSpikes,
      spikeMinimum: anomalyPolicy.spikeMinimum,
      spikeFactor: anomalyPolicy.spikeFactor,
      tellsStoppedUses: anomalyPolicy.tellsStoppedUses,
      tellsSpread: anomalyPolicy.tellsSpread,
      spreadNetworks: anomalyPolicy.spreadNetworks,
      spreadMinutes: anomalyPolicy.spreadMinutes,
      quietDays: anomalyPolicy.quietDays,
    })
    .from(anomalyPolicy);
  if (!row) throw new Error('the policy for anomalies is missing: run `keyward migrate`');
  return row;
}

export const getAnomalyPolicy = defineQuery({
  operation: 'anomalies.getPolicy',
  summary: 'Get which anomalies are told, and from where on',
  http: { method: 'GET', path: '/anomalies/policy' },
  input: z.object({}),
  output: anomalyPolicySchema,
  target: () => everything('system'),
  run: ({ db }) => readAnomalyPolicy(db),
});
