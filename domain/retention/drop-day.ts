import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { exactNow } from '@/db/exact-text';
import { decisionBatches, decisions, decisionTombstones } from '@/db/schema/history';
import { refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { signTombstone, type Tombstone, tombstoneSchema } from '@/domain/seals/tombstone';
import { findHolds } from './find-holds';
import { listKeptDays } from './kept-days';
import { readRetention } from './retention-policy';

/**
 * Drops the decisions of one UTC day, whole, and leaves a tombstone in their place. Whoever asks makes sure
 * first that they are as they were sealed: afterwards nobody can tell.
 */
export const dropDay = defineCommand({
  operation: 'retention.drop',
  summary: 'Drop the decisions of a day that were kept long enough',
  input: z.object({ day: z.iso.date() }),
  output: tombstoneSchema,
  target: () => everything('system'),
  async run({ tx, input: { day }, serverSecret }) {
    const { policy, shortenedAt } = await readRetention(tx, true);
    const kept = (await listKeptDays(tx, policy, shortenedAt)).find((one) => one.day === day);
    const nowMs = await readClockMs(tx);
    const holds = (await findHolds(tx, policy, [day])).get(day) ?? [];
    if (!kept || kept.dropsAtMs === null || kept.dropsAtMs > nowMs || holds.length > 0) {
      return refuse('conflict', 'nothing_due', `The decisions of ${day} stay.`);
    }
    const stone = signTombstone(serverSecret, await describeDay(tx, day));
    await tx.insert(decisionTombstones).values(stone);
    await tx.execute(sql`select drop_decisions(${stone.seq})`);
    return { value: stone, audit: { after: { ...stone }, affects: [] } };
  },
});

const isOf = (day: string) => and(eq(decisionBatches.day, day), isNull(decisionBatches.tombstone));

/** What goes with a day: its batches by their verifiers, and the decisions that are in none. */
async function describeDay(
  tx: Transaction,
  day: string,
): Promise<Omit<Tombstone, 'signature' | 'keyId'>> {
  const { verifier, seq, rows, hash } = decisionBatches;
  const chains = await tx
    .select({
      verifier,
      from: sql<number>`min(${seq})`.mapWith(Number),
      to: sql<number>`max(${seq})`.mapWith(Number),
      batches: sql<number>`count(*)`.mapWith(Number),
      rows: sql<number>`sum(${rows})`.mapWith(Number),
      hash: sql<string>`(array_agg(${hash} order by ${seq} desc))[1]`,
    })
    .from(decisionBatches)
    .where(isOf(day))
    .groupBy(verifier)
    .orderBy(asc(sql`${verifier} collate "C"`));
  const [counted] = await tx
    .select({ rows: sql<number>`count(*)`.mapWith(Number) })
    .from(decisions)
    .where(
      sql`${decisions.at} >= ${day}::timestamp at time zone 'UTC'
        and ${decisions.at} < (${day}::timestamp + interval '1 day') at time zone 'UTC'`,
    );
  const sealed = chains.reduce((sum, chain) => sum + chain.rows, 0);
  const [next] = await tx
    .select({
      seq: sql<number>`coalesce(max(${decisionTombstones.seq}), 0) + 1`.mapWith(Number),
      at: exactNow,
    })
    .from(decisionTombstones);
  // Fewer than were sealed: Postgres refuses to drop by such a tombstone.
  const unsealed = Math.max(0, (counted?.rows ?? 0) - sealed);
  return { seq: next?.seq ?? 1, day, chains, unsealed, at: next?.at ?? '' };
}
