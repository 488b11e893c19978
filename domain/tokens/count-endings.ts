import { and, eq, inArray, isNull, lt, notInArray, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { rotationSchedules, rotations } from '@/db/schema/destinations';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { groupsWithLead } from '@/domain/notices/recipients';
import { endsAt, isYetToEnd } from './ending';
import { type CountedOfGroup, remembering } from './remembered-counts';
import { membershipEnded, ownMembership } from './token-view';
import { SHORTEST_WARNED_DAYS } from './warn-expiry';

/** Whom the end of a token is left to; the first that applies. */
export const EXPIRY_KINDS = ['expected', 'unowned', 'personal', 'service'] as const;
export type ExpiryKind = (typeof EXPIRY_KINDS)[number];

/** So many tokens of a group end on one day, UTC, and are left to the same. */
export interface Ending {
  readonly groupId: string;
  /** As in `2027-01-31`. */
  readonly on: string;
  readonly kind: ExpiryKind;
  readonly count: number;
}

const on = sql<string>`(${endsAt} at time zone 'UTC')::date`;

const needsNobody = sql`(${tokens.parentId} is not null or ${tokens.retiresAt} is not null
  or ${tokens.expiresAt} - ${tokens.createdAt} < make_interval(days => ${SHORTEST_WARNED_DAYS}))`;

/** Whom it is left to where no schedule takes care of it. */
const unscheduledKind = (db: Queryable) => {
  const hasNoLead = sql`(${tokens.kind} = 'service' and ${groups.slug} <> ${ADMINISTRATORS}
    and ${notInArray(tokens.groupId, groupsWithLead(db))})`;
  return sql<ExpiryKind>`case
    when ${needsNobody} then 'expected'
    when ${identities.state} <> 'active' or ${membershipEnded} or ${hasNoLead} then 'unowned'
    else ${tokens.kind} end`;
};

/** Counts the living tokens within `where`, by group, the day they end, and whom that is left to but for schedules. */
export const selectEndings = (db: Queryable, where: SQL | undefined) =>
  db
    .select({
      ...{ groupId: tokens.groupId, on, kind: unscheduledKind(db) },
      ...{ count: sql<number>`count(*)::int`, endsFirst: sql`min(${endsAt})` },
    })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .where(and(where, isYetToEnd))
    .groupBy(tokens.groupId, sql`2`, sql`3`);

/** The same of these groups, or of all, and until when it stays so. */
export async function countEndings(
  db: Queryable,
  groupIds: readonly string[] | 'all',
): Promise<(Ending & CountedOfGroup)[]> {
  const isWanted = groupIds === 'all' ? undefined : inArray(tokens.groupId, [...groupIds, '']);
  // Who leads, and who is in at all, may change when a membership ends.
  const { rows } = await db.execute<(Ending & CountedOfGroup) & Record<string, unknown>>(sql`
    select counted.group_id as "groupId", counted.ends_on as on, counted.kind, counted.count,
      (extract(epoch from least(counted.ends_first, lasts.until)) * 1e6)::float8 as "changesAt"
    from (${selectEndings(db, isWanted)}) as counted (group_id, ends_on, kind, count, ends_first)
    left join (select ${memberships.groupId} as group_id, min(${memberships.expiresAt}) as until
      from ${memberships} where ${memberships.expiresAt} >= now() group by 1) as lasts
      on lasts.group_id = counted.group_id`);
  return rows;
}

/** What all living tokens come to, as `countEndings` counts them now. */
export const knownEndings = remembering(countEndings);

/** Of the living tokens within `where`, those that a schedule rotates before they expire: few, and schedules move. */
export const countScheduledEndings = (db: Queryable, where: SQL | undefined): Promise<Ending[]> => {
  const schedules = schedulesThatWork(db).as('schedules');
  return db
    .select({
      ...{ groupId: tokens.groupId, on, kind: unscheduledKind(db) },
      count: sql<number>`count(*)::int`,
    })
    .from(schedules)
    .innerJoin(tokens, eq(tokens.familyId, schedules.familyId))
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .where(and(where, isYetToEnd, lt(schedules.nextAt, tokens.expiresAt)))
    .groupBy(tokens.groupId, sql`2`, sql`3`);
};

/** A rotation that stands still until somebody looks is no relief. */
const schedulesThatWork = (db: Queryable) =>
  db
    .select({ familyId: rotationSchedules.familyId, nextAt: rotationSchedules.nextAt })
    .from(rotationSchedules)
    .leftJoin(
      rotations,
      and(
        eq(rotations.familyId, rotationSchedules.familyId),
        sql`${rotations.state} not in ('retired', 'ended')`,
      ),
    )
    .where(isNull(rotations.failure));
