import { desc, eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { BLOCKED_BY, blockedBy, ownMembership, TOKEN_STATUSES, tokenStatus } from './token-view';

/** Past this many groups or identities, the ones with the most tokens stand for all. */
const MOST = 500;

const counted = z.object({ id: z.string(), name: z.string(), count: z.number() });

export const tokenFacetsSchema = z.object({
  status: z.array(z.object({ value: z.enum(TOKEN_STATUSES), count: z.number() })),
  blockedBy: z.array(z.object({ value: z.enum(BLOCKED_BY), count: z.number() })),
  kind: z.array(z.object({ value: z.enum(['personal', 'service']), count: z.number() })),
  groups: z.array(counted.extend({ slug: z.string() })),
  identities: z.array(counted.extend({ type: z.enum(['person', 'service']) })),
});
export type TokenFacets = z.output<typeof tokenFacetsSchema>;

type Blocked = (typeof BLOCKED_BY)[number];
type TokenStatus = (typeof TOKEN_STATUSES)[number];

const count = sql<number>`count(*)::int`;

/** How many tokens there are by status, kind, group and identity: what a list can be narrowed to. */
export async function countTokenFacets(
  db: Queryable,
  where: SQL | undefined,
): Promise<TokenFacets> {
  // One pass for both: what a token's status is takes the most time here.
  const judged = db
    .select({ status: tokenStatus, blocked: sql<Blocked>`${blockedBy}`, count })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .where(where)
    .groupBy(tokenStatus, blockedBy);
  const kind = db
    .select({ value: tokens.kind, count })
    .from(tokens)
    .where(where)
    .groupBy(tokens.kind);
  const byGroup = db
    .select({ id: groups.id, slug: groups.slug, name: groups.name, count })
    .from(tokens)
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .where(where)
    .groupBy(groups.id)
    .orderBy(desc(count))
    .limit(MOST);
  const byIdentity = db
    .select({ id: identities.id, name: identities.name, type: identities.type, count })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .where(where)
    .groupBy(identities.id)
    .orderBy(desc(count))
    .limit(MOST);
  const rows = await judged;
  const status = new Map<TokenStatus, number>();
  for (const row of rows) status.set(row.status, (status.get(row.status) ?? 0) + row.count);
  const blocked = rows.filter((row) => row.status === 'blocked');
  return {
    status: [...status].map(([value, total]) => ({ value, count: total })),
    blockedBy: blocked.map((row) => ({ value: row.blocked, count: row.count })),
    kind: await kind,
    groups: await byGroup,
    identities: await byIdentity,
  };
}
