import { sql } from 'drizzle-orm';
import { anomalyPolicy } from '@/db/schema/anomalies';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { enqueue } from '@/domain/jobs/enqueue';
import { anomalyPolicySchema, readAnomalyPolicy } from './anomaly-policy';
import { watchDecisions } from './watch-decisions';

/** Tunes what is told. What it newly tells is looked for at once. */
export const configureAnomalies = defineCommand({
  operation: 'anomalies.configure',
  summary: 'Set which anomalies are told, and from where on',
  http: { method: 'PUT', path: '/anomalies/policy' },
  input: anomalyPolicySchema,
  output: anomalyPolicySchema,
  target: () => everything('system'),
  async run({ tx, input }) {
    await tx.select().from(anomalyPolicy).for('update');
    const before = await readAnomalyPolicy(tx);
    await tx.update(anomalyPolicy).set({ ...input, updatedAt: sql`now()` });
    return { value: input, audit: { before: { ...before }, after: { ...input }, affects: [] } };
  },
  async after({ tx }) {
    // The key of what comes by the clock: the two never run at once.
    await enqueue(tx, watchDecisions, {}, { key: '' });
  },
});
