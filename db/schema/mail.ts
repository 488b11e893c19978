import { sql } from 'drizzle-orm';
import { boolean, check, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { freeText, instant } from './columns';

/** How mail stands, as the worker that sends it last found: the dashboard may have other variables. */
export const mailState = pgTable(
  'mail_state',
  {
    id: integer().primaryKey().default(1),
    isConfigured: boolean('is_configured').notNull(),
    /** Host and port; never a user name or a password. */
    server: freeText(),
    sender: freeText(),
    checkedAt: instant('checked_at').notNull(),
    sentAt: instant('sent_at'),
    failedAt: instant('failed_at'),
    error: freeText(),
    /** The latest test: who asked for it, and what came of it. */
    testId: text('test_id'),
    testTo: freeText('test_to'),
    testAt: instant('test_at'),
    testOutcome: text('test_outcome', { enum: ['waiting', 'sent', 'failed'] }),
    testError: freeText('test_error'),
  },
  (t) => [check('mail_state_single', sql`${t.id} = 1`)],
);
