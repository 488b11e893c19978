import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { createdAt, freeJson, freeText, instant } from './columns';
import { groups } from './groups';
import { identities } from './identities';

/** An OpenID provider that people sign in with. */
export const ssoProviders = pgTable(
  'sso_providers',
  {
    id: text().primaryKey(),
    /** Part of the address that the provider leads back to. */
    slug: text().notNull().unique(),
    name: freeText().notNull(),
    issuer: freeText().notNull(),
    clientId: freeText('client_id').notNull(),
    /** Where the client secret is found, `env:NAME` or `file:/path`. */
    secretReference: freeText('secret_reference'),
    /** Or the secret itself, sealed. Neither where the client is a public one. */
    secretSealed: text('secret_sealed'),
    scopes: text().array().notNull().default(sql`'{openid,profile,email}'`),
    /** Name or JSON Pointer of the claim with the ids of groups; null where none is read. */
    groupsClaim: freeText('groups_claim'),
    /** Whether who signs in for the first time becomes a person. */
    createsPeople: boolean('creates_people').notNull().default(true),
    acceptsUnverifiedEmail: boolean('accepts_unverified_email').notNull().default(false),
    enabled: boolean().notNull().default(true),
    /** Kept in line with the variables `OIDC_*`, and not to be changed otherwise. */
    fromEnvironment: boolean('from_environment').notNull().default(false),
    createdBy: text('created_by').notNull(),
    createdByName: freeText('created_by_name').notNull(),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    check('sso_providers_slug_shape', sql`${t.slug} ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'`),
    check(
      'sso_providers_secret',
      sql`${t.secretReference} is null or (${t.secretSealed} is null and ${t.secretReference} ~ '^(env:|file:/)')`,
    ),
  ],
);

/** Who is in a group of the provider's is in one of ours, from the next sign-in on. */
export const ssoMappings = pgTable(
  'sso_mappings',
  {
    id: text().primaryKey(),
    providerId: text('provider_id')
      .notNull()
      .references(() => ssoProviders.id, { onDelete: 'cascade' }),
    /** The provider's id of its group, as the claim has it. */
    externalGroup: freeText('external_group').notNull(),
    groupId: text('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    role: text({ enum: ['member', 'lead'] })
      .notNull()
      .default('member'),
    /** The membership ends so long after the last sign-in; null for never. */
    endsAfterSeconds: integer('ends_after_seconds'),
    createdBy: text('created_by').notNull(),
    createdByName: freeText('created_by_name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('sso_mappings_pair').on(t.providerId, t.externalGroup, t.groupId),
    index('sso_mappings_group').on(t.groupId),
    check('sso_mappings_role', sql`${t.role} in ('member', 'lead')`),
    check('sso_mappings_ends_after', sql`${t.endsAfterSeconds} > 0`),
  ],
);

/** Whom an issuer means by a subject. People are never found by anything else it says of them. */
export const ssoAccounts = pgTable(
  'sso_accounts',
  {
    issuer: freeText().notNull(),
    subject: freeText().notNull(),
    identityId: text('identity_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    /** The provider that was last signed in with; it may be gone. */
    providerId: text('provider_id').notNull(),
    /** What the provider called them last. */
    email: freeText(),
    /** `ids` of the groups it sent last, where it sent all of them. */
    groups: freeJson(),
    linkedAt: instant('linked_at').notNull().defaultNow(),
    lastSignInAt: instant('last_sign_in_at'),
  },
  (t) => [
    primaryKey({ columns: [t.issuer, t.subject] }),
    index('sso_accounts_identity').on(t.identityId),
  ],
);

/** A way to the provider and back that opens no session: to see its claims, or to link an account. */
export const ssoTries = pgTable(
  'sso_tries',
  {
    id: text().primaryKey(),
    providerId: text('provider_id')
      .notNull()
      .references(() => ssoProviders.id, { onDelete: 'cascade' }),
    intent: text({ enum: ['test', 'link', 'proof'] }).notNull(),
    identityId: text('identity_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    sessionId: text('session_id').notNull(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    settledAt: instant('settled_at'),
    /** `done`, or why not. */
    outcome: freeText(),
    note: freeText(),
    claims: freeJson(),
  },
  (t) => [
    index('sso_tries_expiry').on(t.expiresAt),
    check('sso_tries_intent', sql`${t.intent} in ('test', 'link', 'proof')`),
  ],
);

/** How people sign in, in one row. */
export const signInPolicy = pgTable(
  'sign_in_policy',
  {
    id: integer().primaryKey().default(1),
    localSignIn: text('local_sign_in', { enum: ['everyone', 'break-glass'] })
      .notNull()
      .default('everyone'),
    /** Who must have a second factor: nobody, who holds control-plane rights, or everybody. */
    secondFactor: text('second_factor', { enum: ['nobody', 'privileged', 'everyone'] })
      .notNull()
      .default('nobody'),
    /** Whether a provider that says it asked for several factors is taken at its word. */
    acceptsProviderFactor: boolean('accepts_provider_factor').notNull().default(false),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    check(
      'sign_in_policy_second_factor',
      sql`${t.secondFactor} in ('nobody', 'privileged', 'everyone')`,
    ),
    check('sign_in_policy_single', sql`${t.id} = 1`),
    check('sign_in_policy_local', sql`${t.localSignIn} in ('everyone', 'break-glass')`),
  ],
);

/** Administrators who may sign in with a password though nobody else may. */
export const breakGlass = pgTable('break_glass', {
  identityId: text('identity_id')
    .primaryKey()
    .references(() => identities.id, { onDelete: 'cascade' }),
});
