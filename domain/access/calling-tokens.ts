import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { letsScopePass } from '@/domain/decision/restriction-sql';
import {
  ownMembership,
  TOKEN_STATUSES,
  tokenStatus,
  WORKING_STATUSES,
} from '@/domain/tokens/token-view';

/** How many tokens are named one by one, of a group and of a caller; counts are of all. */
export const MOST_TOKENS = 20;

export const callingTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  last4: z.string(),
  status: z.enum(TOKEN_STATUSES),
  identity: z.object({ id: z.string(), name: z.string() }),
});
export type CallingToken = z.output<typeof callingTokenSchema>;

export interface CallingTokens {
  readonly tokens: readonly CallingToken[];
  readonly tokenCount: number;
}

/** Tokens that `decide` would allow the operation, addresses aside. */
const callsNow = (operationId: string): SQL =>
  sql`${inArray(tokenStatus, WORKING_STATUSES)} and exists (select from ${scopeOperations}
    join ${groupScopes} on ${groupScopes.scopeId} = ${scopeOperations.scopeId}
    join ${scopes} on ${scopes.id} = ${scopeOperations.scopeId}
    where ${scopeOperations.operationId} = ${operationId} and ${groupScopes.groupId} = ${tokens.groupId}
      and ${letsScopePass(scopes.id, scopes.apiId)})`;

/**
 * The tokens in these groups that can call an operation now, by group: the newest by name, and how
 * many there are. One question, however many groups and tokens.
 */
export const callingTokensByGroup = (
  db: Queryable,
  operationId: string,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, CallingTokens>> =>
  callingTokens(
    db,
    inArray(tokens.groupId, [...groupIds, '']),
    operationId,
    sql`${tokens.groupId}`,
  );

/** The same of single callers, by `identityId groupId`. */
export const callingTokensByCaller = (
  db: Queryable,
  operationId: string,
  callers: readonly { identityId: string; groupId: string }[],
): Promise<ReadonlyMap<string, CallingTokens>> => {
  const identityIds = callers.map(({ identityId }) => identityId);
  const groupIds = callers.map(({ groupId }) => groupId);
  const among = sql`(${tokens.identityId}, ${tokens.groupId}) in
    (select * from unnest(${sql.param(identityIds)}::text[], ${sql.param(groupIds)}::text[]))`;
  return callingTokens(
    db,
    among,
    operationId,
    sql`${tokens.identityId} || ' ' || ${tokens.groupId}`,
  );
};

async function callingTokens(
  db: Queryable,
  within: SQL,
  operationId: string,
  of: SQL,
): Promise<ReadonlyMap<string, CallingTokens>> {
  const ranked = db
    .select({
      id: tokens.id,
      name: tokens.name,
      last4: tokens.last4,
      identityId: sql<string>`${identities.id}`.as('identity_id'),
      identityName: sql<string>`${identities.name}`.as('identity_name'),
      status: tokenStatus.as('status'),
      of: sql<string>`${of}`.as('of_whom'),
      place: sql<number>`row_number() over (partition by ${of} order by ${tokens.id} desc)`.as(
        'place',
      ),
      total: sql<number>`(count(*) over (partition by ${of}))::int`.as('total'),
    })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .leftJoin(tokenUsage, eq(tokenUsage.tokenId, tokens.id))
    .where(and(within, callsNow(operationId)))
    .as('ranked');
  const rows = await db
    .select()
    .from(ranked)
    .where(sql`${ranked.place} <= ${MOST_TOKENS}`)
    .orderBy(desc(ranked.id));
  const grouped = Map.groupBy(rows, (row) => row.of);
  return new Map(
    [...grouped].map(([key, ofOne]) => [
      key,
      {
        tokenCount: ofOne[0]?.total ?? 0,
        tokens: ofOne.map(({ id, name, last4, status, identityId, identityName }) => ({
          ...{ id, name, last4, status },
          identity: { id: identityId, name: identityName },
        })),
      },
    ]),
  );
}
