import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities, sessions } from '@/db/schema/identities';
import { scimGroups, scimLinks, scimMappings, scimMembers, scimUsers } from '@/db/schema/scim';
import { newId } from '@/domain/base/ids';
import type { World } from './world';

/** The person that a user of a client is. */
export async function identityOf(db: Database, user: string): Promise<string> {
  const [row] = await db.select().from(scimUsers).where(eq(scimUsers.id, user));
  return row?.identityId ?? '';
}

export const personOf = async (db: Database, identity: string) =>
  (await db.select().from(identities).where(eq(identities.id, identity)))[0];

export const stateOf = async (db: Database, identity: string) =>
  (await personOf(db, identity))?.state;

export const suspendByHand = (db: Database, identity: string) =>
  db.update(identities).set({ state: 'suspended' }).where(eq(identities.id, identity));

export const openSessions = (db: Database, identity: string): Promise<number> =>
  db.$count(sessions, and(eq(sessions.identityId, identity), isNull(sessions.endedAt)));

export const membershipOf = async (db: Database, groupId: string, identity: string) =>
  (
    await db
      .select()
      .from(memberships)
      .where(and(eq(memberships.groupId, groupId), eq(memberships.identityId, identity)))
  )[0];

export const provisionedIn = (db: Database, groupId: string): Promise<number> =>
  db.$count(memberships, and(eq(memberships.groupId, groupId), eq(memberships.source, 'scim')));

export const addByHand = (db: Database, groupId: string, identityId: string) =>
  db.insert(memberships).values({ groupId, identityId, addedBy: 'x', addedByName: 'x' });

/** Users of a client, made without it. @returns their ids */
export async function manyUsers(db: Database, clientId: string, count: number): Promise<string[]> {
  const people = Array.from({ length: count }, (_, at) => ({
    ...{ id: newId('identity'), type: 'person' as const, name: `Person ${at}` },
    email: `p${at}@many.example.com`,
  }));
  await db.insert(identities).values(people);
  const users = people.map(({ id, email }) => ({
    ...{ id: newId('scimUser'), clientId, identityId: id, userName: email },
    resource: { userName: email },
  }));
  await db.insert(scimUsers).values(users);
  return users.map(({ id }) => id);
}

/** Somebody as a user of a client, in a group that it pushes and that leads to one here. */
export async function provisionMember(
  { db, administratorId }: World,
  clientId: string,
  slug: string,
  member: string,
) {
  const [group] = await db.select().from(groups).where(eq(groups.slug, slug));
  if (!group) throw new Error(`there is no group ${slug}`);
  const [user, pushed] = [newId('scimUser'), newId('scimGroup')];
  const who = { clientId, identityId: member, userName: `${slug}@example.com` };
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
  await db.insert(scimLinks).values(who);
  const resource = { schemas, userName: who.userName };
  await db.insert(scimUsers).values({ ...who, id: user, resource });
  await db.insert(scimGroups).values({ clientId, id: pushed, displayName: slug });
  await db.insert(scimMembers).values({ groupId: pushed, userId: user });
  await db.insert(scimMappings).values({
    ...{ scimGroupId: pushed, groupId: group.id, role: 'member' as const },
    ...{ createdBy: administratorId, createdByName: 'Ada' },
  });
  return { group: slug, member, user, pushed };
}
