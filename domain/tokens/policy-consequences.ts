import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { instantText, toInstantTextOrNull } from '@/domain/base/instant';
import {
  LIMITS_NOW,
  type LimitsSql,
  livesTooLong,
  meetsPolicyUntil,
  reachesTooFar,
  rotateBy,
  wentIdle,
} from '@/domain/policy/policy-sql';
import { blockedBy, ownMembership, tokenStatus } from './token-view';

/** Which of those that stop are listed; the counts are of all. */
export const listedInput = {
  limit: z.number().int().min(1).max(200).default(200),
  skip: z.number().int().min(0).max(10_000_000).default(0),
};
export interface Listed {
  readonly limit: number;
  readonly skip: number;
}

/** Why a token that works stops: what it breaks, or would, of another policy. */
export const TOUCHED_REASONS = [
  'lifetime',
  'addresses',
  'address_in_use',
  'idle',
  'rotation',
] as const;
export type TouchedReason = (typeof TOUCHED_REASONS)[number];

export const consequencesSchema = z.object({
  /** Tokens that work now and stop at once. */
  nowCount: z.number(),
  /** Tokens that stop sooner than they would have, unless they are rotated. */
  laterCount: z.number(),
  /** Tokens that the policy refuses now and that work again. */
  restoredCount: z.number(),
  /** Of those that stop, soonest first, as many as were asked for. */
  tokens: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      last4: z.string(),
      identity: z.object({ id: z.string(), name: z.string() }),
      group: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
      reasons: z.array(z.enum(TOUCHED_REASONS)),
      /** Null for at once. */
      at: instantText().nullable(),
      lastIp: z.string().nullable(),
    }),
  ),
});
export type Consequences = z.output<typeof consequencesSchema>;

/**
 * What other limits do to living tokens: those that stop at once, and those that stop sooner. Who may
 * mint or delegate and what must be approved concerns only tokens that are yet to be made.
 * @param within which tokens the limits are for
 * @param listed how many are told one by one: none unless it is said
 */
export async function policyConsequences(
  db: Queryable,
  limits: LimitsSql,
  within: SQL | undefined,
  listed: Listed = { limit: 0, skip: 0 },
): Promise<Consequences> {
  const { now, later, reasons, at } = fatesUnder(limits);
  const isRestored = sql`${tokenStatus} = 'blocked' and ${blockedBy} = 'policy_not_met'
    and not coalesce(${meetsPolicyUntil(limits)} <= now(), false) and not ${wentIdle(limits)}`;
  const counted = (what: SQL) => sql<number>`(count(*) filter (where ${what}))::int`;
  const [counts] = await db
    .select({
      nowCount: counted(sql`${WORKS} and ${now}`),
      laterCount: counted(sql`${WORKS} and ${later}`),
      restoredCount: counted(isRestored),
    })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .leftJoin(tokenUsage, eq(tokenUsage.tokenId, tokens.id))
    .where(within);
  const rows = await db
    .select({
      token: { id: tokens.id, name: tokens.name, last4: tokens.last4 },
      identity: { id: identities.id, name: identities.name },
      group: { id: groups.id, slug: groups.slug, name: groups.name },
      reasons,
      at: at.mapWith(tokens.expiresAt),
      lastIp: tokenUsage.lastIp,
    })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .leftJoin(tokenUsage, eq(tokenUsage.tokenId, tokens.id))
    .where(and(within, WORKS, sql`(${now} or ${later})`))
    .orderBy(sql`${at} nulls first`, asc(tokens.name), asc(tokens.id))
    .limit(listed.limit)
    .offset(listed.skip);
  return {
    ...(counts ?? { nowCount: 0, laterCount: 0, restoredCount: 0 }),
    tokens: rows.map(({ token, identity, group, ...fate }) => ({
      ...{ ...token, identity, group, reasons: fate.reasons, lastIp: fate.lastIp },
      at: toInstantTextOrNull(fate.at),
    })),
  };
}

const WORKS = sql`${tokenStatus} in ('rotating', 'expiring', 'active')`;

/** What becomes, under these limits, of a token that works now. */
function fatesUnder(limits: LimitsSql) {
  const lastIp = sql`array[${tokenUsage.lastIp}]`;
  const lets = ({ cidrs }: LimitsSql) =>
    sql.join(
      cidrs.map((list) => sql`cidrs_within(${lastIp}, ${list})`),
      sql` and `,
    );
  const isElsewhere = sql`(${tokenUsage.lastIp} is not null and ${lets(LIMITS_NOW)} and not (${lets(limits)}))`;
  const isTooOld = sql`coalesce(${rotateBy(limits)} <= now(), false)`;
  const now = sql`(${livesTooLong(limits)} or ${reachesTooFar(limits)} or ${isTooOld}
    or ${wentIdle(limits)} or ${isElsewhere})`;
  const later = sql`coalesce(not ${now} and ${rotateBy(limits)} < least(${tokens.expiresAt}, ${rotateBy(LIMITS_NOW)}), false)`;
  const reasons = sql<TouchedReason[]>`array_remove(array[
    case when ${livesTooLong(limits)} then 'lifetime' end,
    case when ${reachesTooFar(limits)} then 'addresses' end,
    case when ${isElsewhere} then 'address_in_use' end,
    case when ${wentIdle(limits)} then 'idle' end,
    case when ${isTooOld} or ${later} then 'rotation' end], null)`;
  return {
    now,
    later,
    reasons,
    at: sql<Date | null>`case when ${later} then ${rotateBy(limits)} end`,
  };
}
