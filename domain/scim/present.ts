import { asc, eq, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { scimGroups, scimMembers, scimUsers } from '@/db/schema/scim';
import type { Resource } from './resource';
import { ENTERPRISE_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from './schemas';
import { type GroupRow, tagOf, type UserRow } from './targets';

/** Addresses are those under `/scim/v2`; the door, which knows its own, completes them. */
function metaOf(resourceType: 'User' | 'Group', row: UserRow | GroupRow): Resource {
  return {
    resourceType,
    created: row.createdAt.toISOString(),
    lastModified: row.updatedAt.toISOString(),
    location: `/${resourceType}s/${row.id}`,
    version: tagOf(row),
  };
}

/** Users as clients see them, with the pushed groups they are in. */
export async function presentUsers(
  db: Queryable,
  rows: readonly UserRow[],
  withGroups = true,
): Promise<Resource[]> {
  const ids = rows.map(({ id }) => id);
  const groups = withGroups
    ? await db
        .select({ userId: scimMembers.userId, id: scimGroups.id, name: scimGroups.displayName })
        .from(scimMembers)
        .innerJoin(scimGroups, eq(scimGroups.id, scimMembers.groupId))
        .where(inArray(scimMembers.userId, ids))
        .orderBy(asc(scimGroups.id))
    : [];
  const byUser = Map.groupBy(groups, ({ userId }) => userId);
  return rows.map((row) => {
    const stored = row.resource as Resource;
    const theirs = (byUser.get(row.id) ?? []).map(({ id, name }) => ({
      ...{ value: id, $ref: `/Groups/${id}`, display: name, type: 'direct' },
    }));
    return {
      schemas: [USER_SCHEMA, ...(stored[ENTERPRISE_SCHEMA] ? [ENTERPRISE_SCHEMA] : [])],
      id: row.id,
      ...stored,
      ...(theirs.length > 0 && { groups: theirs }),
      meta: metaOf('User', row),
    };
  });
}

/** Pushed groups as clients see them, with their members or without. */
export async function presentGroups(
  db: Queryable,
  rows: readonly GroupRow[],
  withMembers = true,
): Promise<Resource[]> {
  const ids = rows.map(({ id }) => id);
  const members = withMembers
    ? await db
        .select({ groupId: scimMembers.groupId, id: scimMembers.userId })
        .from(scimMembers)
        .where(inArray(scimMembers.groupId, ids))
        .orderBy(asc(scimMembers.userId))
    : [];
  const byGroup = Map.groupBy(members, ({ groupId }) => groupId);
  return rows.map((row) => {
    const theirs = (byGroup.get(row.id) ?? []).map(({ id }) => ({
      ...{ value: id, $ref: `/Users/${id}`, type: 'User' },
    }));
    return {
      schemas: [GROUP_SCHEMA],
      id: row.id,
      ...(row.externalId !== null && { externalId: row.externalId }),
      displayName: row.displayName,
      ...(theirs.length > 0 && { members: theirs }),
      meta: metaOf('Group', row),
    };
  });
}

export async function presentUser(db: Queryable, id: string): Promise<Resource> {
  const rows = await db.select().from(scimUsers).where(eq(scimUsers.id, id));
  const [resource] = await presentUsers(db, rows);
  if (!resource) throw new Error(`the user ${id} is gone`);
  return resource;
}

export async function presentGroup(db: Queryable, id: string): Promise<Resource> {
  const rows = await db.select().from(scimGroups).where(eq(scimGroups.id, id));
  const [resource] = await presentGroups(db, rows);
  if (!resource) throw new Error(`the pushed group ${id} is gone`);
  return resource;
}
