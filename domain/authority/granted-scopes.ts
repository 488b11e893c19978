import { asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { instantText, toInstantText } from '@/domain/base/instant';

export const grantedScopeSchema = z.object({
  id: z.string(),
  name: z.string(),
  api: z.object({ id: z.string(), slug: z.string(), name: z.string(), basePath: z.string() }),
  grantedBy: z.string(),
  grantedAt: instantText(),
  operations: z.array(
    z.object({
      name: z.string(),
      method: z.string().nullable(),
      pathTemplate: z.string().nullable(),
      summary: z.string(),
    }),
  ),
});
export type GrantedScope = z.output<typeof grantedScopeSchema>;

/** The scopes a group owns, who granted each and when, with their operations; by API, then name. */
export async function loadGrantedScopes(db: Queryable, groupId: string): Promise<GrantedScope[]> {
  const owned = await db
    .select({ scope: scopes, api: apis, grant: groupScopes })
    .from(groupScopes)
    .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
    .innerJoin(apis, eq(apis.id, scopes.apiId))
    .where(eq(groupScopes.groupId, groupId))
    .orderBy(asc(apis.slug), asc(scopes.name));
  const held = await db
    .select({ scopeId: scopeOperations.scopeId, operation: operations })
    .from(scopeOperations)
    .innerJoin(operations, eq(operations.id, scopeOperations.operationId))
    .where(inArray(scopeOperations.scopeId, [...owned.map(({ scope }) => scope.id), '']))
    .orderBy(asc(operations.name));
  return owned.map(({ scope, api, grant }) => ({
    id: scope.id,
    name: scope.name,
    api: { id: api.id, slug: api.slug, name: api.name, basePath: api.basePath },
    grantedBy: grant.grantedByName,
    grantedAt: toInstantText(grant.grantedAt),
    operations: held
      .filter(({ scopeId }) => scopeId === scope.id)
      .map(({ operation: { name, method, pathTemplate, summary } }) => ({
        name,
        method,
        pathTemplate,
        summary,
      })),
  }));
}
