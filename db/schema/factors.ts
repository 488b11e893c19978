import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, freeText, instant } from './columns';
import { identities } from './identities';

/** The secret of a person's authenticator app (RFC 6238), sealed; it counts once it is confirmed. */
export const totpSecrets = pgTable('totp_secrets', {
  identityId: text('identity_id')
    .primaryKey()
    .references(() => identities.id, { onDelete: 'cascade' }),
  sealed: text().notNull(),
  createdAt: createdAt(),
  confirmedAt: instant('confirmed_at'),
  /** The time step of the last code that was taken: neither it nor an earlier one is taken again. */
  lastStep: bigint('last_step', { mode: 'number' }),
  lastUsedAt: instant('last_used_at'),
});

/** Codes that each stand in for a factor once; only their SHA-256 is kept. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    identityId: text('identity_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    sha256: text().notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [primaryKey({ columns: [t.identityId, t.sha256] })],
);

/** A passkey (Web Authentication Level 3); the id is the authenticator's, in base64url. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: text().primaryKey(),
    identityId: text('identity_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    name: freeText().notNull(),
    /** COSE key, base64url. */
    publicKey: text('public_key').notNull(),
    counter: bigint({ mode: 'number' }).notNull(),
    transports: text().array().notNull().default(sql`'{}'`),
    isBackedUp: boolean('is_backed_up').notNull(),
    createdAt: createdAt(),
    lastUsedAt: instant('last_used_at'),
    /** Its counter went back: there are two of it, and it is good for nothing any more. */
    clonedAt: instant('cloned_at'),
  },
  (t) => [index('passkeys_identity').on(t.identityId)],
);

/** Challenges that were given out; each is taken back once. */
export const passkeyChallenges = pgTable(
  'passkey_challenges',
  {
    challenge: text().primaryKey(),
    purpose: text({ enum: ['sign-in', 'prove', 'register'] }).notNull(),
    /** Of the browser that asked; null before anybody is signed in. */
    sessionId: text('session_id'),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    index('passkey_challenges_expiry').on(t.expiresAt),
    check('passkey_challenges_purpose', sql`${t.purpose} in ('sign-in', 'prove', 'register')`),
    check('passkey_challenges_session', sql`(${t.purpose} = 'sign-in') = (${t.sessionId} is null)`),
  ],
);
