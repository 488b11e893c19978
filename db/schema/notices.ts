import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, freeJson, freeText, instant } from './columns';
import { identities } from './identities';

/** What somebody must be told: shown in the dashboard until read, and mailed where mail is set up. */
export const notices = pgTable(
  'notices',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    /** To whom. */
    identityId: text('identity_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    /** The same thing is told once. */
    onceKey: freeText('once_key').notNull().unique(),
    aboutType: text('about_type').notNull(),
    aboutId: text('about_id').notNull(),
    aboutName: freeText('about_name').notNull(),
    /** What its words are made of; never a secret. */
    facts: freeJson().notNull(),
    createdAt: createdAt(),
    readAt: instant('read_at'),
    mail: text({ enum: ['waiting', 'sent', 'given_up'] })
      .notNull()
      .default('waiting'),
    mailedAt: instant('mailed_at'),
    mailAttempts: integer('mail_attempts').notNull().default(0),
    mailError: freeText('mail_error'),
  },
  (t) => [
    index('notices_identity').on(t.identityId, t.createdAt, t.id),
    index('notices_mail_waiting').on(t.createdAt).where(sql`${t.mail} = 'waiting'`),
    check('notices_mail', sql`${t.mail} in ('waiting', 'sent', 'given_up')`),
    check('notices_mailed', sql`(${t.mail} = 'sent') = (${t.mailedAt} is not null)`),
  ],
);
