import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { sinkPositions, sinks } from '@/db/schema/sinks';
import { defineCommand } from '@/domain/commands/define';
import { loadSink } from './sink-target';
import { readSinkView, sinkViewSchema } from './sink-view';

/** Has a worker send one record that is in no log, even while the sink is paused; and tries at once what waits. */
export const testSink = defineCommand({
  operation: 'sinks.test',
  summary: 'Send a test to a sink',
  http: { method: 'POST', path: '/sinks/{sink}/test', status: 202 },
  input: z.object({ sink: z.string().max(100) }),
  output: sinkViewSchema,
  target: ({ db, input }) => loadSink(db, input.sink, true),
  async run({ tx, target: { id } }) {
    const unknown = { testedAt: null, testError: null };
    await tx
      .update(sinks)
      .set({ testAskedAt: sql`clock_timestamp()`, ...unknown })
      .where(eq(sinks.id, id));
    await tx.update(sinkPositions).set({ nextAttemptAt: null }).where(eq(sinkPositions.sinkId, id));
    return { value: await readSinkView(tx, id), audit: { affects: [] } };
  },
});
