import { and, inArray, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { letsScopePass } from '@/domain/decision/restriction-sql';
import { idleAt, LIMITS_NOW, rotateBy } from '@/domain/policy/policy-sql';
import { powerfulScopes } from './powerful';
import { POWERFUL_UNUSED_DAYS, UNUSED_DAYS } from './token-facts';
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
  /** For how many days at least they lie unused, of those that are asked for; 0 of those that have ended. */
  readonly unusedDays: 0 | typeof UNUSED_DAYS | typeof POWERFUL_UNUSED_DAYS;
  /** Whether they hold a scope by which something can be changed. */
  readonly powerful: boolean;
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
 * The tokens of these groups, or of all, counted by group, identity, kind, status, what blocks them, how long
 * they lie unused and whether they are powerful. Most are counted from an index, group by group; of their
 * holders and groups is asked once for all that stand alike.
 */
export async function countStandings(
  db: Queryable,
  groupIds: readonly string[] | 'all',
): Promise<Standing[]> {
  const isWanted = groupIds === 'all' ? sql`true` : inArray(groups.id, [...groupIds, '']);
  const { rows } = await db.execute<Standing & Record<string, unknown>>(sql`
  with powerful as materialized (${powerfulScopes(db)})
  select "groupId", "identityId", kind, status, case when status = 'blocked' then blocked_by end as "blockedBy",
    "unusedDays", powerful, count, "endsFirst", (extract(epoch from "changesAt") * 1e6)::float8 as "changesAt"
  from (
  select tokens.group_id as "groupId", tokens.identity_id as "identityId", tokens.kind, tokens.count,
    tokens.unused_days as "unusedDays", tokens.powerful,
    (extract(epoch from tokens.ends_first) * 1e6)::float8 as "endsFirst",
    -- Whether one that is idle stays so is for its next use to say.
    case when tokens.own = 'idle' then now() else least(tokens.changes_at, ${ahead(memberships.expiresAt)}) end
      as "changesAt",
    case when tokens.own in ('revoked', 'retired', 'awaiting', 'suspended', 'expired') then tokens.own
      when holder.blocked_by is not null or tokens.own in ('parent_ended', 'policy_not_met') then 'blocked'
      else tokens.own end as status,
    coalesce(holder.blocked_by, tokens.own) as blocked_by
  from (
    select ${groups.id} as group_id, standing.* from ${groups}
    cross join lateral (select array(select ${groupScopes.scopeId} from ${groupScopes}
      where ${groupScopes.groupId} = ${groups.id}
        and ${groupScopes.scopeId} in (select scope_id from powerful)) as powerful) as held
    cross join lateral (
      ${alike(plainStanding, isPlain, isPowerfulPlain)}
      union all ${alike(ownStanding, isNarrowed, isPowerfulNarrowed)}
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
  sql`case when ${at} >= now() then ${at} end`;

/** Each moment at which a status goes over into another; those of its ancestors are counted with the same group. */
const changesAt = sql`least(${ahead(sql`${tokens.expiresAt}`)}, ${ahead(sql`${tokens.expiresAt} - interval '168 hours'`)},
  ${ahead(sql`${tokens.retiresAt}`)}, ${ahead(rotateBy(LIMITS_NOW))}, ${ahead(idleAt(LIMITS_NOW))})`;

const ENDED = sql`('revoked', 'retired', 'expired')`;
/** Of 24 hours each: no calendar is asked, which would take longest of all. */
const days = (number: number) => sql.raw(`interval '${number * 24} hours'`);
/** When one comes to lie unused: not soon after it was made. */
const unusedAt = sql`greatest(created_at + ${days(UNUSED_DAYS / 2)}, last_used_at + ${days(UNUSED_DAYS)})`;
const longUnusedAt = sql`(coalesce(last_used_at, created_at) + ${days(POWERFUL_UNUSED_DAYS)})`;
const unusedDays = sql`case when own in ${ENDED} then 0
  when ${longUnusedAt} < now() then ${sql.raw(String(POWERFUL_UNUSED_DAYS))}
  when ${unusedAt} < now() then ${sql.raw(String(UNUSED_DAYS))} else 0 end`;
/** Looked for only where it is old enough to lie unused. */
const lastUsed = sql`case when ${tokens.createdAt} < now() - ${days(UNUSED_DAYS / 2)} then (
  select ${tokenUsage.lastUsedAt} from ${tokenUsage} where ${tokenUsage.tokenId} = ${tokens.id}) end`;

/** `isPowerful` of a token that nobody delegated. */
const isPowerfulPlain = sql`(not ${tokens.restricted} or exists (select from ${tokenScopes}
  where ${tokenScopes.tokenId} = ${tokens.id} and ${tokenScopes.scopeId} = any (held.powerful)))`;

/** The same of any: it and what it was made from may be cut down, or good for one API. */
const isPowerfulNarrowed = sql`exists (select from ${scopes} where ${scopes.id} = any (held.powerful)
  and ${letsScopePass(scopes.id, scopes.apiId)})`;

/** Those of one group that stand alike by themselves. */
const alike = (standing: SQL, which: SQL, powerful: SQL): SQL => sql`
  select identity_id, kind, own, ${unusedDays} as unused_days, powerful, count(*)::int as count,
    min(expires_at) as ends_first, min(least(changes_at,
      case when own not in ${ENDED} then least(${ahead(unusedAt)}, ${ahead(longUnusedAt)}) end)) as changes_at
  from (select ${tokens.identityId} as identity_id, ${tokens.kind} as kind, ${standing} as own,
      ${tokens.expiresAt} as expires_at, ${tokens.createdAt} as created_at, ${lastUsed} as last_used_at,
      held.powerful <> '{}' and ${powerful} as powerful, ${changesAt} as changes_at
    from ${tokens} where ${and(sql`${tokens.groupId} = ${groups.id}`, which)}
    -- Each is worked out once, though it is looked at more often.
    offset 0) as own_standing
  group by 1, 2, 3, 4, 5`;
