import { eq, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { organisationPolicy } from '@/db/schema/organisation';
import { tokens } from '@/db/schema/tokens';
import { subquery } from '@/db/subquery';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { DELEGATORS, delegatorsOf, MINTERS, underCeilings } from '@/domain/policy/effective';
import { ceilingsIn } from '@/domain/policy/read-ceilings';
import {
  isNarrowed,
  isPlain,
  ownStanding,
  plainStanding,
  WORKING_STATUSES,
} from '@/domain/tokens/token-view';
import { policyOf, policySchema } from './policy';

export const groupViewSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  state: z.enum(['active', 'frozen']),
  /** Why it is frozen, as it was said. */
  frozenReason: z.string().nullable(),
  /** When it thaws by itself; null where somebody must do it, or where it isn't frozen. */
  frozenUntil: instantText().nullable(),
  builtIn: z.boolean(),
  policy: policySchema,
  /** The policy as tokens feel it: of the group's and the organisation's, the stricter. */
  effective: policySchema.extend({
    whoMayDelegate: z.enum(DELEGATORS),
    /** Must let a request pass as well as the group's own addresses. */
    organisationCidrs: z.array(z.string()),
  }),
  /** What the organisation lets any group allow; null for no ceiling. */
  ceilings: z.object({
    maxTtlSeconds: z.number().nullable(),
    idleLimitSeconds: z.number().nullable(),
    rotationPeriodSeconds: z.number().nullable(),
    rotationOverlapSeconds: z.number().nullable(),
    allowedCidrs: z.array(z.string()),
    whoMayMint: z.enum(MINTERS),
    whoMayDelegate: z.enum(DELEGATORS),
    approveServiceTokens: z.boolean(),
  }),
  /** Qualified names, `api/scope`. */
  scopes: z.array(z.string()),
  memberCount: z.number(),
  liveTokenCount: z.number(),
  /** Tokens that are neither revoked nor expired, alive or not: while there are some it can't be deleted. */
  unendedTokenCount: z.number(),
  operationCount: z.number(),
  /** Whether its members and tokens hold rights on the control plane itself. */
  controlsKeyward: z.boolean(),
  createdAt: instantText(),
});
export type GroupView = z.output<typeof groupViewSchema>;

/** What groups are chosen by: without what takes long to count. */
export const groupChoiceSchema = groupViewSchema.omit({
  ...{ liveTokenCount: true, unendedTokenCount: true, operationCount: true },
});
export type GroupChoice = z.output<typeof groupChoiceSchema>;

export const isUnended = sql`(${tokens.state} <> 'revoked' and ${tokens.expiresAt} > now())`;

const chosen = {
  group: groups,
  ceilings: organisationPolicy,
  scopes: subquery<
    string[]
  >(sql`coalesce((select array_agg(${apis.slug} || '/' || ${scopes.name} order by ${apis.slug}, ${scopes.name})
    from ${groupScopes} join ${scopes} on ${scopes.id} = ${groupScopes.scopeId}
    join ${apis} on ${apis.id} = ${scopes.apiId} where ${groupScopes.groupId} = ${groups.id}), '{}')`),
  memberCount: subquery<number>(sql`(select count(*)::int from ${memberships}
    where ${memberships.groupId} = ${groups.id}
    and (${memberships.expiresAt} is null or ${memberships.expiresAt} > now()))`),
};

/** Selects groups for a choice; add `where`, `orderBy` and `limit`. */
export const selectGroupChoices = (db: Queryable) =>
  db.select(chosen).from(groups).crossJoin(organisationPolicy);

// Of its indexes each: the one of most tokens, and the one of the few that are narrowed.
const countTokens = (plain: SQL, narrowed: SQL) => {
  const count = (which: SQL, condition: SQL) => sql`(select count(*) from ${tokens}
    where ${tokens.groupId} = ${groups.id} and ${which} and ${condition})`;
  return subquery<number>(sql`(${count(isPlain, plain)} + ${count(isNarrowed, narrowed)})::int`);
};

/** Selects groups with the counts of their view; add `where`, `orderBy` and `limit`. */
export const selectGroups = (db: Queryable) =>
  db
    .select({
      ...chosen,
      liveTokenCount: countTokens(
        inArray(plainStanding, WORKING_STATUSES),
        inArray(ownStanding, WORKING_STATUSES),
      ),
      unendedTokenCount: countTokens(isUnended, isUnended),
      operationCount:
        subquery<number>(sql`(select count(distinct ${scopeOperations.operationId})::int
        from ${groupScopes} join ${scopeOperations} on ${scopeOperations.scopeId} = ${groupScopes.scopeId}
        where ${groupScopes.groupId} = ${groups.id})`),
    })
    .from(groups)
    .crossJoin(organisationPolicy);

type GroupChoiceRow = Awaited<ReturnType<typeof selectGroupChoices>>[number];
type GroupRow = Awaited<ReturnType<typeof selectGroups>>[number];

export function toGroupChoice(row: GroupChoiceRow): GroupChoice {
  const { group, ceilings } = row;
  const controlsKeyward = row.scopes.some((scope) => scope.startsWith(`${KEYWARD_API}/`));
  return {
    id: group.id,
    slug: group.slug,
    name: group.name,
    description: group.description,
    state: group.state,
    frozenReason: group.frozenReason,
    frozenUntil: toInstantTextOrNull(group.frozenUntil),
    builtIn: group.builtIn,
    policy: policyOf(group),
    effective: {
      ...policyOf(underCeilings(group, ceilings)),
      whoMayDelegate: delegatorsOf({ ...group, controlsKeyward }, ceilings),
      organisationCidrs: ceilings.allowedCidrs,
    },
    ceilings: ceilingsIn(ceilings),
    scopes: row.scopes,
    memberCount: row.memberCount,
    controlsKeyward,
    createdAt: toInstantText(group.createdAt),
  };
}

export const toGroupView = (row: GroupRow): GroupView => ({
  ...toGroupChoice(row),
  liveTokenCount: row.liveTokenCount,
  unendedTokenCount: row.unendedTokenCount,
  operationCount: row.operationCount,
});

export async function readGroupView(db: Queryable, groupId: string): Promise<GroupView> {
  const [row] = await selectGroups(db).where(eq(groups.id, groupId));
  if (!row) throw new Error(`group ${groupId} vanished`);
  return toGroupView(row);
}
