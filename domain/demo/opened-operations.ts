import { and, eq, isNotNull } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { tokenScopes, tokens } from '@/db/schema/tokens';

export interface OpenedOperation {
  readonly api: string;
  readonly basePath: string;
  readonly name: string;
  readonly method: string | null;
  readonly pathTemplate: string | null;
  readonly scope: string | null;
}

/** The routed operations a token opens, and the others of the same APIs, which it doesn't. */
export async function explainOpened(
  db: Database,
  tokenId: string,
): Promise<{ granted: OpenedOperation[]; others: OpenedOperation[] }> {
  const columns = {
    api: apis.slug,
    basePath: apis.basePath,
    name: operations.name,
    method: operations.method,
    pathTemplate: operations.pathTemplate,
  };
  const restriction = await db
    .select({ id: tokenScopes.scopeId })
    .from(tokenScopes)
    .where(eq(tokenScopes.tokenId, tokenId));
  const granted = (
    await db
      .select({ ...columns, scope: scopes.name, scopeId: scopes.id })
      .from(tokens)
      .innerJoin(groupScopes, eq(groupScopes.groupId, tokens.groupId))
      .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
      .innerJoin(scopeOperations, eq(scopeOperations.scopeId, scopes.id))
      .innerJoin(operations, eq(operations.id, scopeOperations.operationId))
      .innerJoin(apis, eq(apis.id, operations.apiId))
      .where(and(eq(tokens.id, tokenId), isNotNull(operations.method)))
  ).filter((row) => restriction.length === 0 || restriction.some(({ id }) => id === row.scopeId));
  const names = new Set(granted.map((row) => `${row.api} ${row.name}`));
  const routed = await db
    .select(columns)
    .from(operations)
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .where(isNotNull(operations.method));
  const ownApis = new Set(granted.map((row) => row.api));
  const others = routed
    .filter((row) => ownApis.has(row.api) && !names.has(`${row.api} ${row.name}`))
    .map((row) => ({ ...row, scope: null }));
  return { granted, others };
}
