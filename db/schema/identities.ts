import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { createdAt, freeText, instant } from './columns';

/** A person (has an email) or a service account (has a slug). */
export const identities = pgTable(
  'identities',
  {
    id: text().primaryKey(),
    type: text({ enum: ['person', 'service'] }).notNull(),
    name: freeText().notNull(),
    email: freeText(),
    slug: text().unique(),
    state: text({ enum: ['active', 'suspended'] })
      .notNull()
      .default('active'),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    unique('identities_id_type').on(t.id, t.type),
    uniqueIndex('identities_email').on(sql`lower(${t.email})`),
    check('identities_type', sql`${t.type} in ('person', 'service')`),
    check('identities_state', sql`${t.state} in ('active', 'suspended')`),
    check('identities_person_has_email', sql`(${t.type} = 'person') = (${t.email} is not null)`),
    check('identities_service_has_slug', sql`(${t.type} = 'service') = (${t.slug} is not null)`),
    check('identities_slug_shape', sql`${t.slug} ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'`),
  ],
);

/** A local password, argon2id encoded. */
export const passwords = pgTable('passwords', {
  identityId: text('identity_id')
    .primaryKey()
    .references(() => identities.id, { onDelete: 'cascade' }),
  hash: text().notNull(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

/** A signed-in browser; ending it here ends it everywhere at once. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    identityId: text('identity_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
    ip: freeText(),
    userAgent: freeText('user_agent'),
    /** The provider whose word opened it, and what it calls the person and its own session of theirs. */
    ssoProviderId: text('sso_provider_id'),
    ssoSubject: freeText('sso_subject'),
    ssoSid: freeText('sso_sid'),
    /** The provider didn't say which groups they are in: what it gave them before doesn't count here. */
    withoutSsoGroups: boolean('without_sso_groups').notNull().default(false),
    /** What proved them beside, or in place of, the password; null where nothing did. */
    secondFactor: text('second_factor', {
      enum: ['passkey', 'totp', 'recovery_code', 'provider'],
    }),
    /** When they last proved who they are. */
    provenAt: instant('proven_at'),
  },
  (t) => [
    index('sessions_identity').on(t.identityId, t.createdAt),
    index('sessions_sso').on(t.ssoProviderId, t.ssoSubject).where(sql`${t.endedAt} is null`),
  ],
);

/** One-time links with which a person sets a password; `identityId` null makes the first administrator. */
export const setupLinks = pgTable(
  'setup_links',
  {
    id: text().primaryKey(),
    secretSha256: text('secret_sha256').notNull().unique(),
    identityId: text('identity_id').references(() => identities.id, { onDelete: 'cascade' }),
    /** Control-plane operations its maker held, and so could hand out; null where Keyward made it. */
    makerOperations: text('maker_operations').array(),
    /** Who made it, and the token it was made with: the link works no longer than they do. */
    makerId: text('maker_id'),
    makerTokenId: text('maker_token_id'),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('setup_links_identity').on(t.identityId), index('setup_links_maker').on(t.makerId)],
);

/** Counters of the sign-in throttle, in the layout rate-limiter-flexible expects. */
export const rateLimits = pgTable('rate_limits', {
  key: freeText().primaryKey(),
  points: integer().notNull().default(0),
  expire: bigint({ mode: 'number' }),
});
