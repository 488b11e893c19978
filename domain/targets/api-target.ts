import { eq, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { looksLikeId } from '@/domain/base/ids';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

export interface ApiTarget extends Target {
  readonly type: 'api';
  readonly id: string;
  readonly row: typeof apis.$inferSelect;
}

/** Loads an API by id or slug; members reach it through the groups that own a scope of it. */
export async function loadApiTarget(
  db: Queryable,
  reference: string,
  lock = false,
): Promise<ApiTarget | Refusal> {
  const column = looksLikeId('api', reference) ? apis.id : apis.slug;
  const query = db.select().from(apis).where(eq(column, reference));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) return notFound('api');
  return {
    type: 'api',
    id: row.id,
    name: row.name,
    groupIds: await groupIdsOfApi(db, row.id),
    row,
  };
}

/** Groups that own a scope of the API: their tokens are what a change of it affects. */
export async function groupIdsOfApi(db: Queryable, apiId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: groupScopes.groupId })
    .from(groupScopes)
    .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
    .where(eq(scopes.apiId, apiId));
  return rows.map((row) => row.id);
}

/** APIs of which one of the groups owns a scope, by id. */
export async function apiIdsOfGroups(
  db: Queryable,
  groupIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectDistinct({ id: scopes.apiId })
    .from(groupScopes)
    .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
    .where(inArray(groupScopes.groupId, ['', ...groupIds]));
  return new Set(rows.map(({ id }) => id));
}
