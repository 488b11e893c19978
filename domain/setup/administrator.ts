import { eq } from 'drizzle-orm';
import type { Queryable, Transaction } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import type { Actor } from '@/domain/base/actor';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { newId } from '@/domain/base/ids';

/** Whether anybody, alive or not, is in Administrators. */
export async function administratorExists(db: Queryable): Promise<boolean> {
  const rows = await db
    .select({ id: memberships.identityId })
    .from(memberships)
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(eq(groups.slug, ADMINISTRATORS))
    .limit(1);
  return rows.length > 0;
}

/** Locks Administrators, so that two first administrators can't be made at once. */
export async function lockAdministrators(tx: Transaction): Promise<string> {
  const [group] = await tx
    .select({ id: groups.id })
    .from(groups)
    .where(eq(groups.slug, ADMINISTRATORS))
    .for('update');
  if (!group) throw new Error('the built-in groups are missing: run `keyward migrate`');
  return group.id;
}

/** Makes the first person and puts them into Administrators. @returns ids of both */
export async function makeAdministrator(
  tx: Transaction,
  actor: Actor,
  person: { name: string; email: string },
): Promise<{ identityId: string; groupId: string }> {
  const groupId = await lockAdministrators(tx);
  const identityId = newId('identity');
  await tx.insert(identities).values({ id: identityId, type: 'person', ...person });
  await tx.insert(memberships).values({
    groupId,
    identityId,
    role: 'lead',
    addedBy: actor.id,
    addedByName: actor.name,
  });
  return { identityId, groupId };
}
