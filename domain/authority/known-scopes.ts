import { inArray, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import type { Actor } from '@/domain/base/actor';
import { reachOf } from './reach';

/** Holds for scopes the actor may know of: all, or those that groups of theirs own. */
export function isKnownScope(db: Queryable, actor: Actor): SQL {
  const reach = reachOf(actor, 'scopes.list');
  if (reach.everywhere) return sql`true`;
  const owned = db
    .select({ id: groupScopes.scopeId })
    .from(groupScopes)
    .where(inArray(groupScopes.groupId, [...reach.groupIds, '']));
  return inArray(scopes.id, owned);
}
