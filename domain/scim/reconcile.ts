import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '@/db/client';
import { type groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { scimGroups, scimMappings, scimMembers, scimUsers } from '@/db/schema/scim';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import { tellOfPrivileged } from '@/domain/authority/tell-privileged';
import type { Actor } from '@/domain/base/actor';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import type { RequestOrigin } from '@/domain/base/context';
import type { Refusal } from '@/domain/base/refusal';
import { revokeOfMembers } from '@/domain/tokens/mark-revoked';

type Role = 'member' | 'lead';

interface Person {
  readonly id: string;
  readonly name: string;
}

interface Given extends Person {
  readonly role: Role;
}

/** What differs between what is and what pushed groups say. */
export interface Difference {
  readonly joins: readonly Given[];
  readonly changes: readonly Given[];
  readonly ends: readonly Person[];
  /** Members already, by hand or by another source: left as they are. */
  readonly kept: number;
}

/** A mapping of one pushed group, in the place of what there is; null for none. */
export interface Instead {
  readonly scimGroupId: string;
  readonly role: Role | null;
}

/** Who is to be in a group by the mappings; the stronger role counts. */
async function wantedIn(
  db: Queryable,
  clientId: string,
  groupId: string,
  instead?: Instead,
): Promise<Given[]> {
  const found = await ledTo(db, clientId, groupId, instead?.scimGroupId);
  if (!instead?.role) return found;
  const members = await membersOf(db, instead.scimGroupId);
  const byId = new Map(found.map((one) => [one.id, one]));
  for (const { id, name } of members) {
    const role = byId.get(id)?.role === 'lead' ? 'lead' : instead.role;
    byId.set(id, { id, name, role });
  }
  return [...byId.values()];
}

const membersOf = (db: Queryable, scimGroupId: string): Promise<Person[]> =>
  db
    .select({ id: identities.id, name: identities.name })
    .from(scimMembers)
    .innerJoin(scimUsers, eq(scimUsers.id, scimMembers.userId))
    .innerJoin(identities, eq(identities.id, scimUsers.identityId))
    .where(eq(scimMembers.groupId, scimGroupId));

async function ledTo(
  db: Queryable,
  clientId: string,
  groupId: string,
  except = '',
): Promise<Given[]> {
  const isLead = sql<boolean>`bool_or(${scimMappings.role} = 'lead')`;
  const rows = await db
    .select({ id: identities.id, name: identities.name, isLead })
    .from(scimMappings)
    .innerJoin(scimGroups, eq(scimGroups.id, scimMappings.scimGroupId))
    .innerJoin(scimMembers, eq(scimMembers.groupId, scimGroups.id))
    .innerJoin(scimUsers, eq(scimUsers.id, scimMembers.userId))
    .innerJoin(identities, eq(identities.id, scimUsers.identityId))
    .where(
      and(
        eq(scimMappings.groupId, groupId),
        eq(scimGroups.clientId, clientId),
        ne(scimGroups.id, except),
      ),
    )
    .groupBy(identities.id, identities.name)
    .orderBy(identities.id);
  return rows.map(({ isLead: leads, ...person }) => ({
    ...person,
    role: leads ? ('lead' as const) : ('member' as const),
  }));
}

export async function differenceIn(
  db: Queryable,
  clientId: string,
  groupId: string,
  instead?: Instead,
): Promise<Difference> {
  const wanted = await wantedIn(db, clientId, groupId, instead);
  const rows = await db
    .select({ row: memberships, id: identities.id, name: identities.name })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .where(eq(memberships.groupId, groupId));
  const present = new Map(rows.map((one) => [one.id, one]));
  const isOwn = ({ row }: (typeof rows)[number]) =>
    row.source === 'scim' && row.sourceId === clientId;
  const isWanted = new Set(wanted.map(({ id }) => id));
  return {
    joins: wanted.filter(({ id }) => !present.has(id)),
    changes: wanted.filter(({ id, role }) => {
      const found = present.get(id);
      return found !== undefined && isOwn(found) && found.row.role !== role;
    }),
    ends: rows
      .filter((one) => isOwn(one) && !isWanted.has(one.id))
      .map(({ id, name }) => ({ id, name })),
    kept: wanted.filter(({ id }) => {
      const found = present.get(id);
      return found !== undefined && !isOwn(found);
    }).length,
  };
}

interface Scope {
  readonly actor: Actor;
  readonly request: RequestOrigin;
  /** Whose pushed groups count. */
  readonly client: Person;
  readonly group: typeof groups.$inferSelect;
}

const MAX_ROWS = 2_000;

/**
 * Makes, changes and ends memberships of this source alone, the group being locked; tokens of ended ones
 * end with them. Those of another source, and those made by hand, stay.
 */
export async function reconcile(tx: Transaction, { actor, request, client, group }: Scope) {
  const difference = await differenceIn(tx, client.id, group.id);
  const { joins, changes, ends, kept } = difference;
  const given = {
    ...{ groupId: group.id, source: 'scim' as const, sourceId: client.id },
    ...{ addedBy: client.id, addedByName: client.name },
  };
  for (let at = 0; at < joins.length; at += MAX_ROWS) {
    const some = joins.slice(at, at + MAX_ROWS);
    await tx
      .insert(memberships)
      .values(some.map(({ id, role }) => ({ ...given, identityId: id, role })));
  }
  for (const role of ['member', 'lead'] as const) {
    const ids = changes.filter((one) => one.role === role).map(({ id }) => id);
    if (ids.length > 0) await tx.update(memberships).set({ role }).where(among(group.id, ids));
  }
  const endedIds = ends.map(({ id }) => id);
  if (endedIds.length > 0) await tx.delete(memberships).where(among(group.id, endedIds));
  const revoked = endedIds.length > 0 ? await revokeOfMembers(tx, actor, group.id, endedIds) : [];
  if (group.slug === ADMINISTRATORS && ends.length + changes.length > 0) {
    const refused: Refusal | null = await refuseWithoutAdministrator(tx, { actor, request });
    if (refused) return refused;
  }
  await tellOfPrivileged(tx, group, joins, { by: client.name, request });
  const line = ({ id, name }: Person) => ({ id, name });
  return {
    ...{ difference, revoked },
    affects: [...[...joins, ...changes, ...ends].map(({ id }) => id), ...revoked],
    told: {
      source: `scim:${client.name}`,
      added: joins.map((one) => ({ ...line(one), role: one.role })),
      changed: changes.map((one) => ({ ...line(one), role: one.role })),
      ...{ removed: ends.map(line), kept, revokedTokens: revoked },
    },
  };
}

const among = (groupId: string, ids: readonly string[]) =>
  and(eq(memberships.groupId, groupId), inArray(memberships.identityId, [...ids]));
