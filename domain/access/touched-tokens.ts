import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { scopes } from '@/db/schema/apis';
import { groups, memberships } from '@/db/schema/groups';
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

/** Tokens that a change would touch: how many in all, and as many of them as are named. */
export const touchedTokens = {
  tokenCount: z.number(),
  /** At most 50, by group, then name. */
  tokens: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      last4: z.string(),
      status: z.enum(TOKEN_STATUSES),
      identity: z.object({ id: z.string(), name: z.string() }),
      group: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
    }),
  ),
};
const touchedSchema = z.object(touchedTokens);
export type TouchedTokens = z.output<typeof touchedSchema>;

const MOST_NAMED = 50;

/** Tokens of these groups that work now and let at least one of the scopes through. */
export function tokensOpenedBy(
  db: Queryable,
  groupIds: readonly string[],
  scopeIds: readonly string[],
): Promise<TouchedTokens> {
  const lets = sql`exists (select from ${scopes} where ${inArray(scopes.id, [...scopeIds, ''])}
    and ${letsScopePass(scopes.id, scopes.apiId)})`;
  const isWorking = inArray(tokenStatus, WORKING_STATUSES);
  return readTokens(db, and(inArray(tokens.groupId, [...groupIds, '']), lets, isWorking));
}

/** These tokens, whatever state they are in. */
export const tokensNamed = (db: Queryable, ids: readonly string[]): Promise<TouchedTokens> =>
  readTokens(db, sql`${tokens.id} = any(${sql.param(ids)}::text[])`);

async function readTokens(db: Queryable, within: SQL | undefined): Promise<TouchedTokens> {
  const rows = await db
    .select({
      token: { id: tokens.id, name: tokens.name, last4: tokens.last4 },
      status: tokenStatus,
      identity: { id: identities.id, name: identities.name },
      group: { id: groups.id, slug: groups.slug, name: groups.name },
      total: sql<number>`(count(*) over ())::int`,
    })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .leftJoin(tokenUsage, eq(tokenUsage.tokenId, tokens.id))
    .where(within)
    .orderBy(asc(groups.slug), asc(tokens.name), asc(tokens.id))
    .limit(MOST_NAMED);
  return {
    tokenCount: rows[0]?.total ?? 0,
    tokens: rows.map(({ token, status, identity, group }) => ({
      ...{ ...token, status, identity, group },
    })),
  };
}
