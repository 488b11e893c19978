import { eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes, groups } from '@/db/schema/groups';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { subquery } from '@/db/subquery';
import { isKnownGroup } from '@/domain/authority/known-groups';
import type { Actor } from '@/domain/base/actor';
import { instantText, toInstantText } from '@/domain/base/instant';
import { isNarrowed, isPlain } from '@/domain/tokens/token-view';

export const scopeViewSchema = z.object({
  id: z.string(),
  api: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  name: z.string(),
  description: z.string(),
  builtIn: z.boolean(),
  /** Operation names, sorted. */
  operations: z.array(z.string()),
  /** Those the reader may know of. */
  groups: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() })),
  /** Live tokens of those groups that are not cut down to other scopes. */
  liveTokenCount: z.number(),
  createdAt: instantText(),
  updatedAt: instantText(),
});
export type ScopeView = z.output<typeof scopeViewSchema>;

/** What scopes are chosen by: without their tokens, which take long to count. */
export const scopeChoiceSchema = scopeViewSchema.omit({ liveTokenCount: true });
export type ScopeChoice = z.output<typeof scopeChoiceSchema>;

/** What they are called by, where nothing else is shown of them. */
export const scopeNameSchema = z.object({ id: z.string(), api: z.string(), name: z.string() });

export const selectScopeNames = (db: Queryable) =>
  db
    .select({ id: scopes.id, api: apis.slug, name: scopes.name })
    .from(scopes)
    .innerJoin(apis, eq(apis.id, scopes.apiId));

const chosen = (actor: Actor) => ({
  scope: scopes,
  api: { id: apis.id, slug: apis.slug, name: apis.name },
  operations: sql<
    string[]
  >`coalesce((select array_agg(${operations.name} order by ${operations.name})
        from ${scopeOperations} join ${operations} on ${operations.id} = ${scopeOperations.operationId}
        where ${scopeOperations.scopeId} = ${scopes.id}), '{}')`,
  groups: sql<ScopeView['groups']>`coalesce((select jsonb_agg(jsonb_build_object(
          'id', ${groups.id}, 'slug', ${groups.slug}, 'name', ${groups.name}) order by ${groups.slug})
        from ${groupScopes} join ${groups} on ${groups.id} = ${groupScopes.groupId}
        where ${groupScopes.scopeId} = ${scopes.id} and ${isKnownGroup(actor, groups.id)}), '[]')`,
});

/** Selects scopes as this actor may see them, for a choice; add `where`, `orderBy` and `limit`. */
export const selectScopeChoices = (db: Queryable, actor: Actor) =>
  db.select(chosen(actor)).from(scopes).innerJoin(apis, eq(apis.id, scopes.apiId));

/** The same with their tokens. */
export const selectScopes = (db: Queryable, actor: Actor) =>
  db
    .select({
      ...chosen(actor),
      liveTokenCount: subquery<number>(sql`(coalesce(held.count, 0)
          + (select count(*) from ${tokens} join ${tokenScopes} on ${tokenScopes.tokenId} = ${tokens.id}
            where ${tokenScopes.scopeId} = ${scopes.id} and ${tokens.restricted} and ${isLive}
            and ${tokens.groupId} in (select ${groupScopes.groupId} from ${groupScopes}
              where ${groupScopes.scopeId} = ${scopes.id} and ${isKnownGroup(actor, groupScopes.groupId)})))::int`),
    })
    .from(scopes)
    .innerJoin(apis, eq(apis.id, scopes.apiId))
    .leftJoin(unrestrictedByScope(actor), sql`held.scope_id = ${scopes.id}`);

const isLive = sql`(${tokens.state} = 'active' and ${tokens.expiresAt} > now()
  and (${tokens.retiresAt} is null or ${tokens.retiresAt} > now()))`;

/**
 * The live tokens that are not cut down to some scopes, by scope of their groups: all that a group's indexes
 * count, less those that are. Each group is counted once, whatever scopes it holds: `offset` keeps Postgres
 * from doing it again for each.
 */
const unrestrictedByScope = (actor: Actor): SQL => {
  const count = (which: SQL) => sql`(select count(*) from ${tokens}
    where ${tokens.groupId} = ${groups.id} and ${which} and ${isLive})`;
  return sql`(select ${groupScopes.scopeId} as scope_id, sum(of_group.count) as count from ${groupScopes}
    join (select ${groups.id} as group_id,
        ${count(isPlain)} + ${count(isNarrowed)} - ${count(sql`${tokens.restricted}`)} as count
      from ${groups} where ${isKnownGroup(actor, groups.id)} offset 0) as of_group
    on of_group.group_id = ${groupScopes.groupId} group by 1) as held`;
};

type ScopeChoiceRow = Awaited<ReturnType<typeof selectScopeChoices>>[number];
type ScopeRow = Awaited<ReturnType<typeof selectScopes>>[number];

export function toScopeChoice({
  scope,
  api,
  operations: held,
  groups: owners,
}: ScopeChoiceRow): ScopeChoice {
  return {
    id: scope.id,
    api,
    name: scope.name,
    description: scope.description,
    builtIn: scope.builtIn,
    operations: held,
    groups: owners,
    createdAt: toInstantText(scope.createdAt),
    updatedAt: toInstantText(scope.updatedAt),
  };
}

export const toScopeView = (row: ScopeRow): ScopeView => ({
  ...toScopeChoice(row),
  liveTokenCount: row.liveTokenCount,
});

export async function readScopeView(
  db: Queryable,
  actor: Actor,
  scopeId: string,
): Promise<ScopeView> {
  const [row] = await selectScopes(db, actor).where(eq(scopes.id, scopeId));
  if (!row) throw new Error(`scope ${scopeId} vanished`);
  return toScopeView(row);
}
