import { sql } from 'drizzle-orm';
import { retentionPolicy } from '@/db/schema/retention';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { dropsMore, readRetention, retentionSchema } from './retention-policy';

/** Sets how long history is kept. What a shorter time concerns goes after a week at the earliest. */
export const setRetention = defineCommand({
  operation: 'retention.set',
  needsProof: true,
  summary: 'Set how long history is kept',
  http: { method: 'PUT', path: '/retention' },
  input: retentionSchema,
  output: retentionSchema,
  target: () => everything('system'),
  async run({ tx, input }) {
    const { policy: before } = await readRetention(tx, true);
    await tx
      .update(retentionPolicy)
      .set({ ...input, ...(dropsMore(before, input) && { shortenedAt: sql`now()` }) });
    return { value: input, audit: { before: { ...before }, after: { ...input }, affects: [] } };
  },
});
