import { bigint, pgTable, text } from 'drizzle-orm/pg-core';
import { freeText, instant } from './columns';

/**
 * How far each journal segment of a verifier has been copied into `decisions`. Moved in the same
 * transaction as the copy, so that a retry after a crash neither loses nor doubles a decision.
 */
export const journalPositions = pgTable('journal_positions', {
  segmentId: text('segment_id').primaryKey(),
  verifier: freeText().notNull(),
  shippedBytes: bigint('shipped_bytes', { mode: 'number' }).notNull(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});
