import { asc, eq, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations } from '@/db/schema/apis';

/** The operations that any of these scopes holds, each once; by API, then name. */
export async function operationsOfScopes(db: Queryable, scopeIds: readonly string[]) {
  return db
    .selectDistinct({
      id: operations.id,
      api: apis.slug,
      name: operations.name,
      method: operations.method,
      pathTemplate: operations.pathTemplate,
    })
    .from(scopeOperations)
    .innerJoin(operations, eq(operations.id, scopeOperations.operationId))
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .where(inArray(scopeOperations.scopeId, [...scopeIds, '']))
    .orderBy(asc(apis.slug), asc(operations.name));
}
