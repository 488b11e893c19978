import { sql } from 'drizzle-orm';
import { check, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** What becomes of a token whose secret is reported as leaked, in one row. */
export const leakPolicy = pgTable(
  'leak_policy',
  {
    id: integer().primaryKey().default(1),
    onReport: text('on_report', { enum: ['revoke', 'suspend'] })
      .notNull()
      .default('revoke'),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    check('leak_policy_single', sql`${t.id} = 1`),
    check('leak_policy_on_report', sql`${t.onReport} in ('revoke', 'suspend')`),
  ],
);
