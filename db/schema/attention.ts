import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, freeText, instant } from './columns';
import { tokens } from './tokens';

/** What somebody put off: until then a token asks for no attention of that kind. */
export const attentionSnoozes = pgTable(
  'attention_snoozes',
  {
    tokenId: text('token_id')
      .notNull()
      .references(() => tokens.id, { onDelete: 'cascade' }),
    kind: text().notNull(),
    until: instant('until').notNull(),
    byId: text('by_id').notNull(),
    byName: freeText('by_name').notNull(),
    reason: freeText(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tokenId, t.kind] }),
    index('attention_snoozes_kind').on(t.kind, t.until),
  ],
);
