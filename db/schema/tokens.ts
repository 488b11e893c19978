import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { scopes } from './apis';
import { bytes, createdAt, freeText, instant } from './columns';
import { groups } from './groups';
import { identities } from './identities';

/** A secret that acts for one identity in one group. Only its SHA-256 (32 bytes) is stored. */
export const tokens = pgTable(
  'tokens',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['personal', 'service'] }).notNull(),
    identityId: text('identity_id').notNull(),
    identityType: text('identity_type', { enum: ['person', 'service'] }).notNull(),
    groupId: text('group_id')
      .notNull()
      .references(() => groups.id),
    familyId: text('family_id').notNull(),
    predecessorId: text('predecessor_id').references((): AnyPgColumn => tokens.id),
    /** Whose holder gave this one away, with less than its own; null for a token of its own. */
    parentId: text('parent_id').references((): AnyPgColumn => tokens.id),
    /** The parent, what that was made from, and so on, the first of all first. Never changes. */
    ancestorIds: text('ancestor_ids').array().notNull().default(sql`'{}'`),
    /** The one API it is good for; null for all of its group. No foreign key: an API that is gone opens nothing. */
    onlyApiId: text('only_api_id'),
    /** Who acts with it, in the words of whoever gave it away: an agent, a step of a job. */
    actsAs: freeText('acts_as'),
    name: freeText().notNull(),
    secretSha256: bytes('secret_sha256').notNull(),
    first4: text('first_4').notNull(),
    last4: text('last_4').notNull(),
    restricted: boolean().notNull().default(false),
    allowedCidrs: text('allowed_cidrs').array().notNull().default(sql`'{}'`),
    state: text({ enum: ['active', 'suspended', 'revoked'] })
      .notNull()
      .default('active'),
    expiresAt: instant('expires_at').notNull(),
    /** How many days before that somebody was last warned; null before the first warning. */
    warnedDays: integer('warned_days'),
    retiresAt: instant('retires_at'),
    /** Retires before that when its successor is used for the first time. */
    retiresOnUse: boolean('retires_on_use').notNull().default(false),
    /** Whether somebody was told that it is used late in its overlap, or after; null before either. */
    stillUsedTold: text('still_used_told', { enum: ['late', 'retired'] }),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
    revokedByName: freeText('revoked_by_name'),
    revokeReason: freeText('revoke_reason'),
    /** Whether it was revoked because its membership ended: decisions say so. */
    endedWithMembership: boolean('ended_with_membership').notNull().default(false),
    stateBeforeRevoke: text('state_before_revoke', { enum: ['active', 'suspended'] }),
    suspendedAt: instant('suspended_at'),
    suspendedByName: freeText('suspended_by_name'),
    suspendReason: freeText('suspend_reason'),
    /** Where its group, or what its account provisions, asks a second person; it is suspended while it waits. */
    approval: text({ enum: ['awaiting', 'approved'] }),
    /** The person behind whoever asked, who can't approve it; null where no person is. */
    approvalAskedBy: text('approval_asked_by'),
    approvedByName: freeText('approved_by_name'),
    approvedAt: instant('approved_at'),
    createdAt: createdAt(),
    /** The group's idle limit counts from here, or from the last allowed use after it. */
    idleFrom: instant('idle_from').notNull().defaultNow(),
    createdBy: text('created_by').notNull(),
    createdByName: freeText('created_by_name').notNull(),
  },
  (t) => [
    uniqueIndex('tokens_secret').on(t.secretSha256),
    foreignKey({
      columns: [t.identityId, t.identityType],
      foreignColumns: [identities.id, identities.type],
    }),
    index('tokens_group').on(t.groupId, t.createdAt),
    index('tokens_identity').on(t.identityId, t.createdAt),
    index('tokens_created').on(t.createdAt, t.id),
    // All that the status of most tokens goes by, so that they are counted without being read.
    index('tokens_standing')
      .on(
        ...[t.groupId, t.identityId, t.kind, t.state, t.approval, t.retiresAt, t.expiresAt],
        ...[t.createdAt, t.idleFrom, t.restricted, t.id],
      )
      .where(sql`${t.parentId} is null and ${t.allowedCidrs} = '{}'`),
    // The others: what they go by as well is too long for an index.
    index('tokens_narrowed')
      .on(t.groupId)
      .where(sql`${t.parentId} is not null or ${t.allowedCidrs} <> '{}'`),
    index('tokens_restricted').on(t.groupId).where(sql`${t.restricted}`),
    index('tokens_awaiting').on(t.createdAt).where(sql`${t.approval} = 'awaiting'`),
    index('tokens_family').on(t.familyId),
    index('tokens_last4').on(t.last4),
    index('tokens_rotated').on(t.retiresAt).where(sql`${t.retiresAt} is not null`),
    index('tokens_retiring_on_use').on(t.retiresAt).where(sql`${t.retiresOnUse}`),
    index('tokens_creator').on(t.createdBy),
    index('tokens_ancestors').using('gin', t.ancestorIds).where(sql`${t.parentId} is not null`),
    check(
      'tokens_ancestry',
      sql`cardinality(${t.ancestorIds}) <= 3 and ${t.parentId} is not distinct from ${t.ancestorIds}[cardinality(${t.ancestorIds})] and (${t.parentId} is null) = (${t.actsAs} is null) and (${t.onlyApiId} is null or ${t.parentId} is not null)`,
    ),
    // A family has one token that goes on; the others are on their way out.
    uniqueIndex('tokens_family_head')
      .on(t.familyId)
      .where(sql`${t.state} <> 'revoked' and ${t.retiresAt} is null`),
    check('tokens_state', sql`${t.state} in ('active', 'suspended', 'revoked')`),
    check('tokens_secret_length', sql`octet_length(${t.secretSha256}) = 32`),
    check(
      'tokens_kind_fits_identity',
      sql`(${t.kind}, ${t.identityType}) in (('personal', 'person'), ('service', 'service'))`,
    ),
    check(
      'tokens_revoked_whole',
      sql`(${t.state} = 'revoked') = (${t.revokedAt} is not null) and (${t.revokedAt} is null) = (${t.revokedBy} is null) and (${t.revokedAt} is null) = (${t.stateBeforeRevoke} is null)`,
    ),
    check(
      'tokens_ended_with_membership',
      sql`not ${t.endedWithMembership} or ${t.state} = 'revoked'`,
    ),
    // Whoever doesn't know of approvals, as an older verifier, refuses what waits for one.
    check(
      'tokens_awaiting_stand_still',
      sql`${t.approval} <> 'awaiting' or ${t.state} <> 'active'`,
    ),
    index('tokens_ending').on(t.expiresAt).where(sql`${t.state} <> 'revoked'`),
    index('tokens_ending_in_group')
      .on(t.groupId, sql`least(${t.expiresAt}, ${t.retiresAt})`)
      .where(sql`${t.state} <> 'revoked'`),
    check('tokens_expire_after_creation', sql`${t.expiresAt} > ${t.createdAt}`),
  ],
);

/** The restriction of a restricted token to some of its group's scopes. */
export const tokenScopes = pgTable(
  'token_scopes',
  {
    tokenId: text('token_id')
      .notNull()
      .references(() => tokens.id, { onDelete: 'cascade' }),
    scopeId: text('scope_id')
      .notNull()
      .references(() => scopes.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.tokenId, t.scopeId] }),
    index('token_scopes_scope').on(t.scopeId),
  ],
);
