import { sql } from 'drizzle-orm';
import { boolean, check, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/**
 * Ceilings over the policies of all groups, in one row: where a group allows more, its tokens get this.
 * Durations in seconds; null or empty for no ceiling.
 */
export const organisationPolicy = pgTable(
  'organisation_policy',
  {
    id: integer().primaryKey().default(1),
    maxTtlSeconds: integer('max_ttl_seconds'),
    idleLimitSeconds: integer('idle_limit_seconds'),
    rotationPeriodSeconds: integer('rotation_period_seconds'),
    rotationOverlapSeconds: integer('rotation_overlap_seconds'),
    allowedCidrs: text('allowed_cidrs').array().notNull().default(sql`'{}'`),
    whoMayMint: text('who_may_mint', { enum: ['administrators', 'leads', 'members'] })
      .notNull()
      .default('members'),
    whoMayDelegate: text('who_may_delegate', { enum: ['nobody', 'leads', 'members'] })
      .notNull()
      .default('members'),
    approveServiceTokens: boolean('approve_service_tokens').notNull().default(false),
    /** Whether a second administrator must approve what gives rights over Keyward itself. */
    approvePrivileged: boolean('approve_privileged').notNull().default(false),
    /** How long access that was requested lasts at most; null for no limit. */
    maxAccessSeconds: integer('max_access_seconds'),
    /** What becomes of a membership that nobody reviews in time, where its review doesn't say. */
    unreviewedMembers: text('unreviewed_members', { enum: ['end', 'keep'] })
      .notNull()
      .default('keep'),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    check('organisation_policy_single', sql`${t.id} = 1`),
    check('organisation_policy_unreviewed', sql`${t.unreviewedMembers} in ('end', 'keep')`),
    check(
      'organisation_policy_durations',
      sql`${t.maxTtlSeconds} > 0 and ${t.idleLimitSeconds} > 0 and ${t.rotationPeriodSeconds} > 0 and ${t.rotationOverlapSeconds} >= 0`,
    ),
    check('organisation_policy_access', sql`${t.maxAccessSeconds} > 0`),
  ],
);
