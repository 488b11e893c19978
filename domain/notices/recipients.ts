import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { ADMINISTRATORS } from '@/domain/base/built-ins';

const isNow = or(isNull(memberships.expiresAt), gt(memberships.expiresAt, sql`now()`));
const isReader = and(isNow, eq(identities.type, 'person'), eq(identities.state, 'active'));

const members = (db: Queryable) =>
  db
    .select({ id: identities.id })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .orderBy(identities.id);

/** Ids of the people to tell of what concerns a group: its leads, or the administrators where it has none. */
export async function leadsOf(db: Queryable, groupId: string): Promise<string[]> {
  const isLead = and(eq(memberships.groupId, groupId), eq(memberships.role, 'lead'));
  const leads = (await members(db).where(and(isReader, isLead))).map(({ id }) => id);
  return leads.length > 0 ? leads : administrators(db);
}

/**
 * Ids of the people who can approve what somebody asked for in a group: its other leads, or the other
 * administrators where no lead may mint there, or none is left.
 * @param asker id of the person who can't, or null
 */
export async function approversIn(
  db: Queryable,
  group: { readonly id: string; readonly whoMayMint: string },
  asker: string | null,
): Promise<string[]> {
  const others = (ids: readonly string[]) => ids.filter((id) => id !== asker);
  const leads = group.whoMayMint === 'administrators' ? [] : others(await leadsOf(db, group.id));
  return leads.length > 0 ? leads : others(await administrators(db));
}

/** Whom a token's affairs concern: the person it acts as, or for a service account whoever leads its group. */
export const concernedBy = async (
  db: Queryable,
  token: { readonly owner: string; readonly ownerType: string; readonly groupId: string },
): Promise<string[]> => (token.ownerType === 'person' ? [token.owner] : leadsOf(db, token.groupId));

/** The groups that have a lead to tell, as a subquery. */
export const groupsWithLead = (db: Queryable) =>
  db
    .select({ id: memberships.groupId })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .where(and(isReader, eq(memberships.role, 'lead')));

/** Ids of the people in Administrators. */
export async function administrators(db: Queryable): Promise<string[]> {
  const found = await members(db).where(and(isReader, eq(groups.slug, ADMINISTRATORS)));
  return found.map(({ id }) => id);
}
