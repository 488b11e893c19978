import { and, eq, inArray, min } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { scimGroups, scimMappings, scimMembers, scimUsers } from '@/db/schema/scim';

/**
 * Whom a group that is pushed by SCIM leads to this one: were their membership ended, the next push would
 * give it again. @returns the name of the client that pushes, by the id of the member
 */
export async function pushedMembers(
  db: Queryable,
  groupId: string,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (memberIds.length === 0) return new Map();
  const rows = await db
    .select({ id: scimUsers.identityId, client: min(identities.name) })
    .from(scimMappings)
    .innerJoin(scimGroups, eq(scimGroups.id, scimMappings.scimGroupId))
    .innerJoin(scimMembers, eq(scimMembers.groupId, scimGroups.id))
    .innerJoin(scimUsers, eq(scimUsers.id, scimMembers.userId))
    .innerJoin(identities, eq(identities.id, scimGroups.clientId))
    .where(and(eq(scimMappings.groupId, groupId), inArray(scimUsers.identityId, [...memberIds])))
    .groupBy(scimUsers.identityId);
  return new Map(rows.map(({ id, client }) => [id, client ?? 'SCIM']));
}
