import { and, eq, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { type Grants, isGranted } from '@/domain/base/actor';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { type Refusal, refuse } from '@/domain/base/refusal';

/** Names of the control-plane operations in these scopes. */
export async function controlPlaneOperationsOfScopes(
  db: Queryable,
  scopeIds: readonly string[],
): Promise<string[]> {
  if (scopeIds.length === 0) return [];
  const rows = await db
    .selectDistinct({ name: operations.name })
    .from(scopeOperations)
    .innerJoin(operations, eq(operations.id, scopeOperations.operationId))
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .where(and(inArray(scopeOperations.scopeId, [...scopeIds]), eq(apis.slug, KEYWARD_API)));
  return rows.map((row) => row.name);
}

/** Names of the control-plane operations a group holds through its scopes. */
export async function controlPlaneOperationsOfGroup(
  db: Queryable,
  groupId: string,
): Promise<string[]> {
  const rows = await db
    .select({ id: scopes.id })
    .from(groupScopes)
    .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
    .where(eq(groupScopes.groupId, groupId));
  return controlPlaneOperationsOfScopes(
    db,
    rows.map((row) => row.id),
  );
}

/**
 * Nobody grants what they do not hold: refuses where the actor lacks one of the control-plane
 * operations that a change would hand to somebody.
 */
export function refuseEscalation(
  actor: { readonly grants: Grants },
  handedOut: readonly string[],
  what: string,
): Refusal | null {
  const missing = handedOut.filter((operation) => !isGranted(actor, operation)).sort();
  if (missing.length === 0) return null;
  const shown = missing.slice(0, 3).join(', ') + (missing.length > 3 ? ', …' : '');
  return refuse(
    'forbidden',
    'needs_administrator',
    `${what} would hand out control-plane rights you do not hold (${shown}). Ask an administrator.`,
  );
}
