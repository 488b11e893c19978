import { inArray, or, type SQL, sql } from 'drizzle-orm';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import type { Reach } from '@/domain/authority/reach';
import { tokensWithin } from './token-filters';
import {
  isNarrowed,
  isPlain,
  membershipEnded,
  ownMembership,
  ownStanding,
  plainStanding,
} from './token-view';

/**
 * The tokens within reach, counted by group, identity, kind, status and what blocks them: a table
 * `(group_id, identity_id, kind, status, blocked_by, count, ends_first)` to select from. Most tokens are
 * counted from an index, group by group; of their holders and groups is asked once for all that stand alike.
 */
export const standingsWithin = (reach: Reach): SQL => sql`(
  select tokens.group_id, tokens.identity_id, tokens.kind, tokens.count, tokens.ends_first,
    case when tokens.own in ('revoked', 'retired', 'awaiting', 'suspended', 'expired') then tokens.own
      when holder.blocked_by is not null or tokens.own in ('parent_ended', 'policy_not_met') then 'blocked'
      else tokens.own end as status,
    coalesce(holder.blocked_by, tokens.own) as blocked_by
  from (
    select ${groups.id} as group_id, standing.* from ${groups} cross join lateral (
      ${alike(plainStanding, isPlain, reach)} union all ${alike(ownStanding, isNarrowed, reach)}
    ) as standing where ${groupsWithin(reach)}
  ) as tokens
  join ${identities} on ${identities.id} = tokens.identity_id
  join ${groups} on ${groups.id} = tokens.group_id
  left join ${memberships} on ${ownMembership}
  cross join lateral (select case
    when ${identities.state} <> 'active' then 'identity_suspended'
    when ${membershipEnded} then 'membership_ended'
    when ${groups.state} <> 'active' then 'group_frozen' end as blocked_by) as holder)`;

/** Those of one group that stand alike by themselves. */
const alike = (standing: SQL, which: SQL, reach: Reach): SQL => sql`
  select ${tokens.identityId} as identity_id, ${tokens.kind} as kind, ${standing} as own, count(*)::int as count,
    min(${tokens.expiresAt}) as ends_first
  from ${tokens} where ${tokens.groupId} = ${groups.id} and ${which} and ${tokensWithin(reach) ?? sql`true`}
  group by 1, 2, 3`;

/** Spares the groups in which none is within reach. */
function groupsWithin({ everywhere, groupIds, identityId }: Reach): SQL | undefined {
  if (everywhere) return sql`true`;
  const own = sql`(select ${tokens.groupId} from ${tokens} where ${tokens.identityId} = ${identityId ?? ''})`;
  return or(inArray(groups.id, [...groupIds, '']), inArray(groups.id, own));
}
