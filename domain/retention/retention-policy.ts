import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { retentionPolicy } from '@/db/schema/retention';
import { MAX_DAYS, MAX_REASON_LENGTH, MIN_DAYS } from './limits';

export const keptDays = () => z.number().int().min(MIN_DAYS).max(MAX_DAYS);

export const retentionSchema = z.object({
  /** Days that decisions are kept; null for good. */
  decisionsDays: keptDays().nullable(),
  /** The same of notices that were told. */
  noticesDays: keptDays().nullable(),
  /** Why nothing may be dropped at present, as for a lawsuit; null where it may. */
  holdReason: z.string().trim().min(1).max(MAX_REASON_LENGTH).nullable(),
});
export type Retention = z.output<typeof retentionSchema>;

/** The policy, and from when on what it drops more than before may go. */
export async function readRetention(
  db: Queryable,
  lock = false,
): Promise<{ policy: Retention; shortenedAt: Date }> {
  const rows = db.select().from(retentionPolicy);
  const [row] = await (lock ? rows.for('update') : rows);
  if (!row) throw new Error('the policy for retention is missing: run `keyward migrate`');
  const { decisionsDays, noticesDays, holdReason, shortenedAt } = row;
  return { policy: { decisionsDays, noticesDays, holdReason }, shortenedAt };
}

const isShorter = (before: number | null, after: number | null): boolean =>
  after !== null && (before === null || after < before);

/** Whether a policy drops more than the one before it. */
export const dropsMore = (before: Retention, after: Retention): boolean =>
  isShorter(before.decisionsDays, after.decisionsDays) ||
  isShorter(before.noticesDays, after.noticesDays) ||
  (before.holdReason !== null && after.holdReason === null);
