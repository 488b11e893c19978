import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes, groups } from '@/db/schema/groups';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { subquery } from '@/db/subquery';
import { isKnownGroup } from '@/domain/authority/known-groups';
import type { Actor } from '@/domain/base/actor';
import { instantText, toInstantText } from '@/domain/base/instant';

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

/** Selects scopes as this actor may see them; add `where`, `orderBy` and `limit`. */
export const selectScopes = (db: Queryable, actor: Actor) =>
  db
    .select({
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
      liveTokenCount: subquery<number>(sql`(select count(*)::int from ${tokens}
        join ${groupScopes} on ${groupScopes.groupId} = ${tokens.groupId}
        where ${groupScopes.scopeId} = ${scopes.id} and ${isKnownGroup(actor, tokens.groupId)}
        and ${tokens.state} = 'active' and ${tokens.expiresAt} > now()
        and (${tokens.retiresAt} is null or ${tokens.retiresAt} > now())
        and (not ${tokens.restricted} or exists (select 1 from ${tokenScopes}
          where ${tokenScopes.tokenId} = ${tokens.id} and ${tokenScopes.scopeId} = ${scopes.id})))`),
    })
    .from(scopes)
    .innerJoin(apis, eq(apis.id, scopes.apiId));

type ScopeRow = Awaited<ReturnType<typeof selectScopes>>[number];

export function toScopeView({ scope, ...rest }: ScopeRow): ScopeView {
  return {
    id: scope.id,
    name: scope.name,
    description: scope.description,
    builtIn: scope.builtIn,
    ...rest,
    createdAt: toInstantText(scope.createdAt),
    updatedAt: toInstantText(scope.updatedAt),
  };
}

export async function readScopeView(
  db: Queryable,
  actor: Actor,
  scopeId: string,
): Promise<ScopeView> {
  const [row] = await selectScopes(db, actor).where(eq(scopes.id, scopeId));
  if (!row) throw new Error(`scope ${scopeId} vanished`);
  return toScopeView(row);
}
