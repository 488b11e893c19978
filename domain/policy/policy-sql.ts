import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { groups } from '@/db/schema/groups';
import { tokenUsage } from '@/db/schema/operating';
import { organisationPolicy } from '@/db/schema/organisation';
import { tokens } from '@/db/schema/tokens';
import { subquery } from '@/db/subquery';
import { MINTERS } from './effective';

/** What a token is held to, as SQL: a column, or a value that is being tried out. */
export interface LimitsSql {
  readonly maxTtlSeconds: SQLWrapper;
  readonly idleLimitSeconds: SQLWrapper;
  readonly rotationPeriodSeconds: SQLWrapper;
  /** The lists of CIDRs of which each must let a request pass. */
  readonly cidrs: readonly SQLWrapper[];
}

const ceiling = (column: SQLWrapper) => sql`(select ${column} from ${organisationPolicy})`;
/** Whichever is less; null is no limit. */
export const least = (one: SQLWrapper, other: SQLWrapper) => sql<number>`least(${one}, ${other})`;

/** The limits of the joined group under the organisation's ceilings: `underCeilings`, as SQL. */
export const LIMITS_NOW: LimitsSql = {
  maxTtlSeconds: least(groups.maxTtlSeconds, ceiling(organisationPolicy.maxTtlSeconds)),
  idleLimitSeconds: least(groups.idleLimitSeconds, ceiling(organisationPolicy.idleLimitSeconds)),
  rotationPeriodSeconds: least(
    groups.rotationPeriodSeconds,
    ceiling(organisationPolicy.rotationPeriodSeconds),
  ),
  cidrs: [sql`${groups.allowedCidrs}`, ceiling(organisationPolicy.allowedCidrs)],
};

/** How long a rotated token of the joined group goes on, under the organisation's ceiling. */
export const rotationOverlapNow = least(
  groups.rotationOverlapSeconds,
  ceiling(organisationPolicy.rotationOverlapSeconds),
);

/** The longest that any rotated token may go on, in seconds; null where the organisation doesn't say. */
export const longestOverlap = subquery<number | null>(
  sql`(select ${organisationPolicy.rotationOverlapSeconds} from ${organisationPolicy})`,
);

/** Who may mint in the joined group, under the organisation's ceiling. */
export const whoMayMintNow = sql<(typeof MINTERS)[number]>`case
  ${sql.join(
    MINTERS.slice(0, -1).map(
      (who) =>
        sql`when ${who} in (${groups.whoMayMint}, ${ceiling(organisationPolicy.whoMayMint)}) then ${who}`,
    ),
    sql` `,
  )} else ${groups.whoMayMint} end`;

/** Whether service tokens of the joined group, and rules that give them, want a second person. */
export const approvesServiceTokensNow = sql<boolean>`(${groups.approveServiceTokens} or coalesce(
  ${ceiling(organisationPolicy.approveServiceTokens)}, false))`;

export const livesTooLong = ({ maxTtlSeconds }: LimitsSql) =>
  sql<boolean>`(${tokens.expiresAt} - ${tokens.createdAt} > make_interval(secs => ${maxTtlSeconds}))`;

/** Whether a token names addresses that lie outside of what its group and the organisation allow. */
export const reachesTooFar = ({ cidrs }: LimitsSql) =>
  sql<boolean>`(${tokens.allowedCidrs} <> '{}' and not (${sql.join(
    cidrs.map((list) => sql`cidrs_within(${tokens.allowedCidrs}, ${list})`),
    sql` and `,
  )}))`;

/** When a token is too old to go on without being rotated; one that was rotated ends by its overlap. */
export const rotateBy = ({ rotationPeriodSeconds }: LimitsSql) =>
  sql<Date | null>`(case when ${tokens.retiresAt} is null
    then ${tokens.createdAt} + make_interval(secs => ${rotationPeriodSeconds}) end)`;

/**
 * Until when a token meets the policy: '-infinity' where it does not, whenever; null where no end is
 * in sight. The one definition of `policy_not_met`: verifiers load it, lists compare it.
 */
export const meetsPolicyUntil = (limits: LimitsSql) =>
  sql<Date | null>`(case when ${livesTooLong(limits)} or ${reachesTooFar(limits)}
    then '-infinity'::timestamptz else ${rotateBy(limits)} end)`;

/** Whether it meets the policy no more: `policy_not_met`. */
export const brokePolicy = (limits: LimitsSql) =>
  sql<boolean>`coalesce(${meetsPolicyUntil(limits)} <= now(), false)`;

/** The same of a token that names no addresses. */
export const brokePolicyAnywhere = (limits: LimitsSql) =>
  sql<boolean>`coalesce(${rotateBy(limits)} <= now() or ${livesTooLong(limits)}, false)`;

// Read on its own, so that whoever asks for the status need not join the uses.
const lastAllowed = sql`(select ${tokenUsage.lastAllowedAt} from ${tokenUsage} where ${tokenUsage.tokenId} = ${tokens.id})`;

/** From when on a token goes without a use that is allowed. */
const idleSince = sql`greatest(${tokens.idleFrom}, ${lastAllowed})`;

/** How long a token went without a use that was allowed. */
export const unusedFor = sql`(now() - ${idleSince})`;

/** Whether it went unused for longer than it may: `idle`, as `decide` says it. */
export const wentIdle = ({ idleLimitSeconds }: LimitsSql): SQL<boolean> => {
  const limit = sql`make_interval(secs => ${idleLimitSeconds})`;
  // Where there is no limit, its last use isn't looked for.
  return sql<boolean>`(case when ${limit} is null then false else coalesce(${unusedFor} > ${limit}, false) end)`;
};

/** When it has gone unused for longer than it may, if nobody uses it until then; null where there is no limit. */
export const idleAt = ({ idleLimitSeconds }: LimitsSql): SQL<Date | null> => {
  const limit = sql`make_interval(secs => ${idleLimitSeconds})`;
  return sql<Date | null>`(case when ${limit} is not null then ${idleSince} + ${limit} end)`;
};
