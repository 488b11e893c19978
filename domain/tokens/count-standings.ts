import { and, inArray, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { idleAt, LIMITS_NOW, rotateBy } from '@/domain/policy/policy-sql';
import {
  type BLOCKED_BY,
  isNarrowed,
  isPlain,
  membershipEnded,
  ownMembership,
  ownStanding,
  plainStanding,
  type TokenStatus,
} from './token-view';

/** So many tokens of a group that one identity holds stand alike. */
export interface Standing {
  readonly groupId: string;
  readonly identityId: string;
  readonly kind: 'personal' | 'service';
  readonly status: TokenStatus;
  /** Null unless blocked. */
  readonly blockedBy: (typeof BLOCKED_BY)[number] | null;
  readonly count: number;
  /** When the first of them expires, microseconds since 1970. */
  readonly endsFirst: number;
  /** When time alone changes how one of them stands, at the soonest, microseconds since 1970; null for never. */
  readonly changesAt: number | null;
}

/** How many tokens these are. */
export const totalOf = (standings: readonly Standing[]): number =>
  standings.reduce((total, { count }) => total + count, 0);

/**
 * The tokens of these groups, or of all, counted by group, identity, kind, status and what blocks them.
 * Most are counted from an index, group by group; of their holders and groups is asked once for all that
 * stand alike.
 */
export async function countStandings(
  db: Queryable,
  groupIds: readonly string[] | 'all',
): Promise<Standing[]> {
  const isWanted = groupIds === 'all' ? sql`true` : inArray(groups.id, [...groupIds, '']);
  const { rows } = await db.execute<Standing & Record<string, unknown>>(sql`
  select "groupId", "identityId", kind, status, case when status = 'blocked' then blocked_by end as "blockedBy",
    count, "endsFirst", (extract(epoch from "changesAt") * 1e6)::float8 as "changesAt"
  from (
  select tokens.group_id as "groupId", tokens.identity_id as "identityId", tokens.kind, tokens.count,
    (extract(epoch from tokens.ends_first) * 1e6)::float8 as "endsFirst",
    -- Whether one that is idle stays so is for its next use to say.
    case when tokens.own = 'idle' then now() else least(tokens.changes_at, ${ahead(memberships.expiresAt)}) end
      as "changesAt",
    case when tokens.own in ('revoked', 'retired', 'awaiting', 'suspended', 'expired') then tokens.own
      when holder.blocked_by is not null or tokens.own in ('parent_ended', 'policy_not_met') then 'blocked'
      else tokens.own end as status,
    coalesce(holder.blocked_by, tokens.own) as blocked_by
  from (
    select ${groups.id} as group_id, standing.* from ${groups} cross join lateral (
      ${alike(plainStanding, isPlain)} union all ${alike(ownStanding, isNarrowed)}
    ) as standing where ${isWanted}
  ) as tokens
  join ${identities} on ${identities.id} = tokens.identity_id
  join ${groups} on ${groups.id} = tokens.group_id
  left join ${memberships} on ${ownMembership}
  cross join lateral (select case
    when ${identities.state} <> 'active' then 'identity_suspended'
    when ${membershipEnded} then 'membership_ended'
    when ${groups.state} <> 'active' then 'group_frozen' end as blocked_by) as holder) as counted`);
  return rows;
}

const ahead = (at: SQL | typeof memberships.expiresAt) =>
  sql`case when ${at} > now() then ${at} end`;

/** Each moment at which a status goes over into another; those of its ancestors are counted with the same group. */
const changesAt = sql`least(${ahead(sql`${tokens.expiresAt}`)}, ${ahead(sql`${tokens.expiresAt} - interval '7 days'`)},
  ${ahead(sql`${tokens.retiresAt}`)}, ${ahead(rotateBy(LIMITS_NOW))}, ${ahead(idleAt(LIMITS_NOW))})`;

/** Those of one group that stand alike by themselves. */
const alike = (standing: SQL, which: SQL): SQL => sql`
  select ${tokens.identityId} as identity_id, ${tokens.kind} as kind, ${standing} as own, count(*)::int as count,
    min(${tokens.expiresAt}) as ends_first, min(${changesAt}) as changes_at
  from ${tokens} where ${and(sql`${tokens.groupId} = ${groups.id}`, which)}
  group by 1, 2, 3`;
