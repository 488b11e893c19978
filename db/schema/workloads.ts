import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { scopes } from './apis';
import { createdAt, freeJson, freeText, instant } from './columns';
import { groups } from './groups';
import { identities } from './identities';
import { tokens } from './tokens';

/** Which workloads of an issuer may have a token: for whom, in which group, for how long. */
export const trustRules = pgTable(
  'trust_rules',
  {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    name: freeText().notNull(),
    /** Which form explains it. */
    preset: text({ enum: ['github', 'gitlab', 'kubernetes', 'oidc'] }).notNull(),
    issuer: freeText().notNull(),
    audience: freeText().notNull(),
    /** What the JWT must claim: name or JSON Pointer, and the exact value. */
    claims: freeJson().notNull(),
    identityId: text('identity_id')
      .notNull()
      .references(() => identities.id),
    groupId: text('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    restricted: boolean().notNull().default(false),
    ttlSeconds: integer('ttl_seconds').notNull().default(900),
    createdBy: text('created_by').notNull(),
    createdByName: freeText('created_by_name').notNull(),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    lastUsedAt: instant('last_used_at'),
    /** The person behind the terms as they are; null where none is, or since a version before. */
    termsSetBy: text('terms_set_by'),
    /** Of these terms; a change of them begins anew. */
    approvedBy: text('approved_by'),
    approvedByName: freeText('approved_by_name'),
    approvedAt: instant('approved_at'),
  },
  (t) => [
    index('trust_rules_group').on(t.groupId),
    index('trust_rules_identity').on(t.identityId),
    check('trust_rules_slug_shape', sql`${t.slug} ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'`),
    check('trust_rules_preset', sql`${t.preset} in ('github', 'gitlab', 'kubernetes', 'oidc')`),
    check(
      'trust_rules_second_person',
      sql`${t.approvedBy} is null or ${t.approvedBy} <> coalesce(${t.termsSetBy}, ${t.createdBy})`,
    ),
    check('trust_rules_lifetime', sql`${t.ttlSeconds} between 300 and 3600`),
    check(
      'trust_rules_claims',
      sql`jsonb_typeof(${t.claims}) = 'object' and ${t.claims} <> '{}'::jsonb`,
    ),
  ],
);

/** The scopes of the group that a restricted rule gives. */
export const trustRuleScopes = pgTable(
  'trust_rule_scopes',
  {
    ruleId: text('rule_id')
      .notNull()
      .references(() => trustRules.id, { onDelete: 'cascade' }),
    scopeId: text('scope_id')
      .notNull()
      .references(() => scopes.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.ruleId, t.scopeId] }),
    index('trust_rule_scopes_scope').on(t.scopeId),
  ],
);

/** JWTs that have been exchanged: each is good for one token. Kept until none of them could be good again. */
export const spentJwts = pgTable(
  'spent_jwts',
  {
    issuer: freeText().notNull(),
    /** SHA-256, hex: of the `jti`, or of what is signed where there is none. */
    jwtSha256: text('jwt_sha256').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.issuer, t.jwtSha256] }),
    index('spent_jwts_expiry').on(t.expiresAt),
  ],
);

/** Which workload a token was minted for: what its JWT claimed of itself. */
export const workloadTokens = pgTable(
  'workload_tokens',
  {
    tokenId: text('token_id')
      .primaryKey()
      .references(() => tokens.id, { onDelete: 'cascade' }),
    ruleId: text('rule_id').notNull(),
    ruleName: freeText('rule_name').notNull(),
    issuer: freeText().notNull(),
    claims: freeJson().notNull(),
  },
  (t) => [index('workload_tokens_rule').on(t.ruleId)],
);

/** The latest attempts to exchange a JWT, with what was wrong; never the JWT. */
export const exchangeAttempts = pgTable(
  'exchange_attempts',
  {
    id: text().primaryKey(),
    at: instant('at').notNull().defaultNow(),
    /** Whether the issuer's signature was found good; what others claim may be made up. */
    isSigned: boolean('is_signed').notNull(),
    outcome: text({ enum: ['minted', 'denied'] }).notNull(),
    reason: freeText().notNull(),
    /** What the request called the rule. */
    asked: freeText(),
    ruleId: text('rule_id'),
    groupId: text('group_id'),
    issuer: freeText(),
    claims: freeJson(),
    /** Per claim that failed: what was expected and what came. */
    failures: freeJson(),
    tokenId: text('token_id'),
    requestId: freeText('request_id').notNull(),
    ip: freeText(),
    userAgent: freeText('user_agent'),
  },
  (t) => [
    index('exchange_attempts_signed').on(t.isSigned, t.id),
    check('exchange_attempts_outcome', sql`${t.outcome} in ('minted', 'denied')`),
  ],
);
