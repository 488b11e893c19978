import { inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { lostEvents } from '@/db/schema/operating';
import { prose } from '@/domain/base/input';
import { refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { readLostEvents } from './lost-events';

const MAX_HASHES = 2_000;

/** Says that lost changes were looked at: verifiers go by the database alone from here on. */
export const settleLost = defineCommand({
  operation: 'verifiers.settleLost',
  summary: 'Settle changes that a restored database has lost',
  http: { method: 'POST', path: '/lost-changes/settle' },
  input: z.object({
    /** Up to which lost change: one that is reported later must be looked at, too. */
    upToSeq: z.number().int().positive().max(Number.MAX_SAFE_INTEGER),
    reason: prose().optional(),
  }),
  output: z.object({ settled: z.number() }),
  target: () => everything('system'),
  async run({ tx, input }) {
    const lost = (await readLostEvents(tx)).filter(({ seq }) => seq <= input.upToSeq);
    if (lost.length === 0) {
      return refuse('conflict', 'nothing_lost', 'No lost change is waiting to be settled.');
    }
    for (let at = 0; at < lost.length; at += MAX_HASHES) {
      const hashes = lost.slice(at, at + MAX_HASHES).map(({ hash }) => hash);
      await tx
        .update(lostEvents)
        .set({ settledAt: sql`clock_timestamp()` })
        .where(inArray(lostEvents.hash, hashes));
    }
    return {
      value: { settled: lost.length },
      audit: {
        after: { settled: lost.length, upToSeq: input.upToSeq },
        reason: input.reason,
        affects: [...new Set(lost.flatMap(({ affects }) => affects))],
      },
    };
  },
});
