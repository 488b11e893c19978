import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { destinations, rotationSchedules } from '@/db/schema/destinations';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { subquery } from '@/db/subquery';
import { controlsKeyward } from '@/domain/authority/controls-keyward';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { parentEnded } from '@/domain/decision/ancestors-sql';
import { DELEGATORS } from '@/domain/policy/effective';
import {
  brokePolicy,
  brokePolicyAnywhere,
  LIMITS_NOW,
  livesTooLong,
  longestOverlap,
  reachesTooFar,
  rotateBy,
  rotationOverlapNow,
  wentIdle,
  whoMayMintNow,
} from '@/domain/policy/policy-sql';
import { whoMayDelegateNow } from './who-may-delegate';

/** What a person sees of a token's life; the first that applies. */
export const TOKEN_STATUSES = [
  'revoked',
  'retired',
  'awaiting',
  'suspended',
  'expired',
  'blocked',
  'idle',
  'rotating',
  'expiring',
  'active',
] as const;
export type TokenStatus = (typeof TOKEN_STATUSES)[number];

/** Why a token that is alive itself does not work; the first that applies. */
export const BLOCKED_BY = [
  'identity_suspended',
  'membership_ended',
  'group_frozen',
  'parent_ended',
  'policy_not_met',
] as const;

/** The statuses of tokens that work now. */
export const WORKING_STATUSES: readonly TokenStatus[] = ['rotating', 'expiring', 'active'];
/** The statuses of tokens that never work again. */
export const ENDED_STATUSES: readonly TokenStatus[] = ['revoked', 'retired', 'expired'];

export const tokenViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['personal', 'service']),
  status: z.enum(TOKEN_STATUSES),
  /** Why a blocked token does not work though it is alive itself. */
  blockedBy: z.enum(BLOCKED_BY).nullable(),
  /** What of today's policy it breaks: its lifetime, the addresses it names, its age. */
  breaks: z.array(z.enum(['lifetime', 'addresses', 'rotation'])),
  /** When its group's rotation period is over; null where it has none. */
  rotateBy: instantText().nullable(),
  prefix: z.string(),
  first4: z.string(),
  last4: z.string(),
  identity: z.object({ id: z.string(), type: z.enum(['person', 'service']), name: z.string() }),
  group: z.object({
    ...{ id: z.string(), slug: z.string(), name: z.string() },
    /** Whether it holds rights on the control plane itself. */
    controlsKeyward: z.boolean(),
    whoMayMint: z.enum(['administrators', 'leads', 'members']),
    /** Who may give an agent less than they hold, under the organisation's ceiling. */
    whoMayDelegate: z.enum(DELEGATORS),
    /** Under the organisation's ceiling as well. */
    rotationOverlapSeconds: z.int(),
    /** The longest overlap that the organisation lets any rotation have; null for no ceiling. */
    longestOverlapSeconds: z.int().nullable(),
  }),
  familyId: z.string(),
  predecessorId: z.string().nullable(),
  /** The destination that a schedule brings its secrets to; null where it has none. */
  deliversTo: z.string().nullable(),
  /** How many others of its family are alive. */
  livingRelatives: z.int(),
  /** The token it was made from; null for a token of its own. */
  parentId: z.string().nullable(),
  /** That, what it was made from, and so on, the first of all first. */
  ancestorIds: z.array(z.string()),
  /** How many tokens there are above it. */
  depth: z.number(),
  /** Tokens made from it, or from those, that haven't ended but would with it. */
  livingBelow: z.number(),
  /** Who acts with it: an agent, a step of a job. */
  actsAs: z.string().nullable(),
  /** The one API it is good for; null for all that its group opens. */
  onlyApi: z.object({ id: z.string(), slug: z.string() }).nullable(),
  /** Names of the scopes the token is cut down to; null where it has all of its group. */
  scopes: z.array(z.string()).nullable(),
  allowedCidrs: z.array(z.string()),
  createdAt: instantText(),
  createdBy: z.string(),
  createdById: z.string(),
  expiresAt: instantText(),
  retiresAt: instantText().nullable(),
  suspendedAt: instantText().nullable(),
  suspendedBy: z.string().nullable(),
  suspendReason: z.string().nullable(),
  /** Whether a second person approved it; null for a token that needed nobody. */
  approval: z.enum(['awaiting', 'approved']).nullable(),
  /** The person behind whoever asked for approval. */
  approvalAskedBy: z.string().nullable(),
  approvedAt: instantText().nullable(),
  approvedBy: z.string().nullable(),
  /** Whether it retires before that, once its successor was used. */
  retiresOnUse: z.boolean(),
  revokedAt: instantText().nullable(),
  revokedBy: z.string().nullable(),
  revokeReason: z.string().nullable(),
  firstUsedAt: instantText().nullable(),
  lastUsedAt: instantText().nullable(),
  lastIp: z.string().nullable(),
});
export type TokenView = z.output<typeof tokenViewSchema>;

export const ownMembership = and(
  eq(memberships.groupId, tokens.groupId),
  eq(memberships.identityId, tokens.identityId),
);
export const membershipEnded = sql`(${memberships.identityId} is null or ${memberships.expiresAt} <= now())`;

/** Whether the token went unused for longer than its group allows: `idle`, as `decide` says it. */
export const isIdle = wentIdle(LIMITS_NOW);

/** Whether the policy of its group refuses the token now: `policy_not_met`, as `decide` says it. */
export const breaksPolicy = brokePolicy(LIMITS_NOW);

/** What ends or stops a token by itself, as the branches of a case; the first that applies. */
const stopped = sql`when ${tokens.state} = 'revoked' then 'revoked'
  when ${tokens.retiresAt} <= now() then 'retired'
  when ${tokens.approval} = 'awaiting' then 'awaiting'
  when ${tokens.state} = 'suspended' then 'suspended'
  when ${tokens.expiresAt} <= now() then 'expired'`;

/** The branches that are left for a token that nothing blocks. */
const unblocked = sql`when ${isIdle} then 'idle'
  when ${tokens.retiresAt} is not null then 'rotating'
  when ${tokens.expiresAt} <= now() + interval '168 hours' and ${tokens.expiresAt} - ${tokens.createdAt} > interval '8 days' then 'expiring'
  else 'active'`;

/** The status as SQL, so that lists can filter on it. Mirrors the order in which `decide` refuses. */
export const tokenStatus = sql<TokenStatus>`case ${stopped}
  when ${identities.state} <> 'active' or ${membershipEnded} or ${groups.state} <> 'active'
    or ${parentEnded} or ${breaksPolicy} then 'blocked'
  ${unblocked} end`;

/** How a token stands by itself: whatever its holder and its group are. */
export type OwnStanding = Exclude<TokenStatus, 'blocked'> | 'parent_ended' | 'policy_not_met';

export const ownStanding = sql<OwnStanding>`case ${stopped}
  when ${parentEnded} then 'parent_ended' when ${breaksPolicy} then 'policy_not_met' ${unblocked} end`;

/** The same of a token that nobody delegated and that names no addresses, from its index alone. */
export const plainStanding = sql<OwnStanding>`case ${stopped}
  when ${brokePolicyAnywhere(LIMITS_NOW)} then 'policy_not_met' ${unblocked} end`;
export const isPlain = sql`(${tokens.parentId} is null and ${tokens.allowedCidrs} = '{}')`;
export const isNarrowed = sql`(${tokens.parentId} is not null or ${tokens.allowedCidrs} <> '{}')`;

const livingBelow = subquery<number>(sql`(select count(*)::int from ${tokens} as below
  where below.parent_id is not null and below.ancestor_ids && array[${tokens.id}]
    and below.state <> 'revoked' and below.expires_at > now())`);

const livingRelatives = subquery<number>(sql`(select count(*)::int from ${tokens} as relatives
  where relatives.family_id = ${tokens}.family_id and relatives.id <> ${tokens}.id and relatives.state <> 'revoked'
    and relatives.expires_at > now() and (relatives.retires_at is null or relatives.retires_at > now()))`);

const deliversTo = subquery<
  string | null
>(sql`(select ${destinations.name} from ${rotationSchedules}
  join ${destinations} on ${destinations.id} = ${rotationSchedules.destinationId}
  where ${rotationSchedules.familyId} = ${tokens}.family_id)`);

export const blockedBy = sql<TokenView['blockedBy']>`case
  when ${identities.state} <> 'active' then 'identity_suspended'
  when ${membershipEnded} then 'membership_ended'
  when ${groups.state} <> 'active' then 'group_frozen'
  when ${parentEnded} then 'parent_ended'
  else 'policy_not_met' end`;

/** Selects tokens joined with all that their view needs; add `where`. */
export const selectTokens = (db: Queryable) =>
  db
    .select({
      token: tokens,
      identity: { id: identities.id, type: identities.type, name: identities.name },
      group: {
        ...{ id: groups.id, slug: groups.slug, name: groups.name },
        controlsKeyward: controlsKeyward(groups.id),
        whoMayMint: whoMayMintNow,
        whoMayDelegate: whoMayDelegateNow,
        rotationOverlapSeconds: rotationOverlapNow,
        longestOverlapSeconds: longestOverlap,
      },
      usage: tokenUsage,
      status: tokenStatus,
      blockedBy,
      rotateBy: sql<Date | null>`${rotateBy(LIMITS_NOW)}`.mapWith(tokens.expiresAt),
      breaks: sql<TokenView['breaks']>`array_remove(array[
        case when ${livesTooLong(LIMITS_NOW)} then 'lifetime' end,
        case when ${reachesTooFar(LIMITS_NOW)} then 'addresses' end,
        case when ${rotateBy(LIMITS_NOW)} <= now() then 'rotation' end], null)`,
      livingBelow,
      onlyApiSlug: sql<
        string | null
      >`(select ${apis.slug} from ${apis} where ${apis.id} = ${tokens.onlyApiId})`,
      livingRelatives,
      deliversTo,
      scopes: sql<string[]>`coalesce((select array_agg(${scopes.name} order by ${scopes.name})
        from ${tokenScopes} join ${scopes} on ${scopes.id} = ${tokenScopes.scopeId}
        where ${tokenScopes.tokenId} = ${tokens.id}), '{}')`,
    })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .leftJoin(tokenUsage, eq(tokenUsage.tokenId, tokens.id));

/**
 * Selects the ids of tokens, joined with all that lists look at; add `where`, `orderBy` and `limit`. Few
 * columns are sorted quickly: the views of those on a page are read afterwards. Each has its identity and
 * its group; left joins to them are spared where no condition looks at them.
 * @param cursor what a list makes its cursors of
 */
export const findTokens = (db: Queryable, cursor: SQL<string>) =>
  db
    .select({ id: tokens.id, cursor })
    .from(tokens)
    .leftJoin(identities, eq(identities.id, tokens.identityId))
    .leftJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .leftJoin(tokenUsage, eq(tokenUsage.tokenId, tokens.id));

/** Counts the tokens that `findTokens` would find with this condition. */
export const countTokens = (db: Queryable, where: SQL | undefined): Promise<number> =>
  db.$count(findTokens(db, sql`''`).where(where).as('found'));

type TokenRow = Awaited<ReturnType<typeof selectTokens>>[number];

export function toTokenView(row: TokenRow): TokenView {
  const { token, usage } = row;
  return {
    id: token.id,
    name: token.name,
    kind: token.kind,
    status: row.status,
    blockedBy: row.status === 'blocked' ? row.blockedBy : null,
    breaks: row.breaks,
    rotateBy: toInstantTextOrNull(row.rotateBy),
    prefix: token.kind === 'personal' ? 'kwp_' : 'kws_',
    first4: token.first4,
    last4: token.last4,
    identity: row.identity,
    group: row.group,
    familyId: token.familyId,
    predecessorId: token.predecessorId,
    parentId: token.parentId,
    ancestorIds: token.ancestorIds,
    depth: token.ancestorIds.length,
    livingBelow: row.livingBelow,
    actsAs: token.actsAs,
    onlyApi:
      token.onlyApiId === null
        ? null
        : { id: token.onlyApiId, slug: row.onlyApiSlug ?? token.onlyApiId },
    livingRelatives: row.livingRelatives,
    deliversTo: row.deliversTo,
    scopes: token.restricted ? row.scopes : null,
    allowedCidrs: token.allowedCidrs,
    createdAt: toInstantText(token.createdAt),
    createdBy: token.createdByName,
    createdById: token.createdBy,
    approvalAskedBy: token.approvalAskedBy,
    expiresAt: toInstantText(token.expiresAt),
    retiresAt: toInstantTextOrNull(token.retiresAt),
    suspendedAt: toInstantTextOrNull(token.suspendedAt),
    suspendedBy: token.suspendedByName,
    suspendReason: token.suspendReason,
    approval: token.approval,
    approvedAt: toInstantTextOrNull(token.approvedAt),
    approvedBy: token.approvedByName,
    retiresOnUse: token.retiresOnUse,
    revokedAt: toInstantTextOrNull(token.revokedAt),
    revokedBy: token.revokedByName,
    revokeReason: token.revokeReason,
    firstUsedAt: toInstantTextOrNull(usage?.firstUsedAt ?? null),
    lastUsedAt: toInstantTextOrNull(usage?.lastUsedAt ?? null),
    lastIp: usage?.lastIp ?? null,
  };
}

/** The view of one token that is known to exist, read inside the caller's transaction. */
export async function readTokenView(db: Queryable, tokenId: string): Promise<TokenView> {
  const [row] = await selectTokens(db).where(eq(tokens.id, tokenId));
  if (!row) throw new Error(`token ${tokenId} vanished`);
  return toTokenView(row);
}

/** The views of those of these tokens that are there, by id. */
export async function readTokenViews(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TokenView>> {
  if (ids.length === 0) return new Map();
  const rows = await selectTokens(db).where(inArray(tokens.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.token.id, toTokenView(row)]));
}
