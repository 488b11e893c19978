import { boolean, index, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { createdAt, freeText, instant } from './columns';
import { identities } from './identities';

/** A query of the logs that somebody keeps under a name, for themselves or for the organisation. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: text().primaryKey(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    name: freeText().notNull(),
    /** As it was typed, in the query language of the logs. */
    q: freeText().notNull(),
    isShared: boolean('is_shared').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    unique('saved_views_name').on(t.ownerId, t.name),
    index('saved_views_shared').on(t.isShared, t.id),
  ],
);
