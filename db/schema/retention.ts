import { sql } from 'drizzle-orm';
import { check, integer, pgTable } from 'drizzle-orm/pg-core';
import { freeText, instant } from './columns';

/** How long history is kept, in one row; days, null for good. */
export const retentionPolicy = pgTable(
  'retention_policy',
  {
    id: integer().primaryKey().default(1),
    decisionsDays: integer('decisions_days'),
    noticesDays: integer('notices_days'),
    /** Why nothing may be dropped at present; null where it may. */
    holdReason: freeText('hold_reason'),
    /** When it was last made to drop more than before: what that concerns stays a while. */
    shortenedAt: instant('shortened_at').notNull().defaultNow(),
  },
  (t) => [
    check('retention_policy_single', sql`${t.id} = 1`),
    check('retention_policy_days', sql`${t.decisionsDays} >= 30 and ${t.noticesDays} >= 30`),
  ],
);
