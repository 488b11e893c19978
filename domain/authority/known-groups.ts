import { type Column, inArray, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '@/domain/base/actor';
import { reachOf } from './reach';

/**
 * Holds for groups the actor may know of, `groupId` being the column with their id: what a view of
 * something else names or counts of groups is cut by it.
 */
export function isKnownGroup(actor: Actor, groupId: Column): SQL {
  const reach = reachOf(actor, 'groups.list');
  return reach.everywhere ? sql`true` : inArray(groupId, [...reach.groupIds, '']);
}
