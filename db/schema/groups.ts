import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { scopes } from './apis';
import { createdAt, freeText, instant } from './columns';
import { identities } from './identities';

/** A group owns scopes and the policy of the tokens that act in it. Durations in seconds. */
export const groups = pgTable(
  'groups',
  {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    name: freeText().notNull(),
    description: freeText().notNull().default(''),
    state: text({ enum: ['active', 'frozen'] })
      .notNull()
      .default('active'),
    /** Why it is frozen, as it was said. */
    frozenReason: freeText('frozen_reason'),
    /** When it thaws by itself; null where somebody must do it, or where it isn't frozen. */
    frozenUntil: instant('frozen_until'),
    builtIn: boolean('built_in').notNull().default(false),
    maxTtlSeconds: integer('max_ttl_seconds').notNull(),
    defaultTtlSeconds: integer('default_ttl_seconds').notNull(),
    idleLimitSeconds: integer('idle_limit_seconds'),
    /** How long a rotated token goes on working beside its successor, unless the rotation says otherwise. */
    rotationOverlapSeconds: integer('rotation_overlap_seconds').notNull().default(86_400),
    /** Older tokens are refused until they are rotated; null for no such limit. */
    rotationPeriodSeconds: integer('rotation_period_seconds'),
    allowedCidrs: text('allowed_cidrs').array().notNull().default(sql`'{}'`),
    whoMayMint: text('who_may_mint', { enum: ['administrators', 'leads', 'members'] })
      .notNull()
      .default('leads'),
    /** Who may give an agent less than they hold; null as usual: nobody where the group controls Keyward. */
    whoMayDelegate: text('who_may_delegate', { enum: ['nobody', 'leads', 'members'] }),
    /** Whether a second person must approve a service token before it works. */
    approveServiceTokens: boolean('approve_service_tokens').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    check('groups_slug_shape', sql`${t.slug} ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'`),
    check('groups_state', sql`${t.state} in ('active', 'frozen')`),
    check('groups_rotation_period', sql`${t.rotationPeriodSeconds} > 0`),
    check('groups_who_may_mint', sql`${t.whoMayMint} in ('administrators', 'leads', 'members')`),
    check(
      'groups_lifetimes',
      sql`${t.defaultTtlSeconds} between 1 and ${t.maxTtlSeconds} and ${t.rotationOverlapSeconds} >= 0 and (${t.idleLimitSeconds} is null or ${t.idleLimitSeconds} > 0)`,
    ),
  ],
);

export const groupScopes = pgTable(
  'group_scopes',
  {
    groupId: text('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    scopeId: text('scope_id')
      .notNull()
      .references(() => scopes.id),
    grantedBy: text('granted_by').notNull(),
    grantedByName: freeText('granted_by_name').notNull(),
    grantedAt: instant('granted_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.groupId, t.scopeId] }),
    index('group_scopes_scope').on(t.scopeId),
  ],
);

/** An identity in a group, optionally until a date. */
export const memberships = pgTable(
  'memberships',
  {
    groupId: text('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    identityId: text('identity_id')
      .notNull()
      .references(() => identities.id),
    role: text({ enum: ['member', 'lead'] })
      .notNull()
      .default('member'),
    source: text({ enum: ['manual', 'sso', 'scim'] })
      .notNull()
      .default('manual'),
    /** The provider that owns it, where it is not made by hand. */
    sourceId: text('source_id'),
    expiresAt: instant('expires_at'),
    addedBy: text('added_by').notNull(),
    addedByName: freeText('added_by_name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.groupId, t.identityId] }),
    index('memberships_identity').on(t.identityId),
    index('memberships_adder').on(t.addedBy),
    check('memberships_role', sql`${t.role} in ('member', 'lead')`),
    check('memberships_source', sql`${t.source} in ('manual', 'sso', 'scim')`),
    check(
      'memberships_end_after_start',
      sql`${t.expiresAt} is null or ${t.expiresAt} > ${t.createdAt}`,
    ),
  ],
);

/** The group that a service account belongs to: its leads manage the account. One without is left to administrators. */
export const serviceOwners = pgTable(
  'service_owners',
  {
    identityId: text('identity_id')
      .primaryKey()
      .references(() => identities.id, { onDelete: 'cascade' }),
    groupId: text('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    since: instant('since').notNull().defaultNow(),
  },
  (t) => [index('service_owners_group').on(t.groupId)],
);
