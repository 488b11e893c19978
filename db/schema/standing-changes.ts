import { sql } from 'drizzle-orm';
import { customType, index, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' });

/**
 * In which groups tokens came to stand otherwise, and by which transaction: written by triggers in that
 * transaction, so that whoever remembers counts learns what to count anew. Kept for a day.
 */
export const standingChanges = pgTable(
  'standing_changes',
  {
    xid: transactionId().notNull().default(sql`pg_current_xact_id()`),
    /** Null with `identityId` null: any group. */
    groupId: text('group_id'),
    /** Whose tokens, wherever they are. */
    identityId: text('identity_id'),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [index('standing_changes_xid').on(t.xid), index('standing_changes_at').on(t.at)],
);
