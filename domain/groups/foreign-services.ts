import { inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { serviceOwners } from '@/db/schema/groups';
import { type Actor, rolesOf } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { MemberPlan } from './member-plan';

/**
 * Refuses a lead who adds a service account of somebody else's group: what acts here under its name would
 * be laid at their door.
 */
export async function refuseForeignServices(
  db: Queryable,
  actor: Actor,
  groupId: string,
  added: MemberPlan['added'],
): Promise<Refusal | null> {
  const services = added.flatMap(({ identity }) => (identity.type === 'service' ? [identity] : []));
  if (actor.grants.has('groups.editMembers') || services.length === 0) return null;
  const owned = await db
    .select()
    .from(serviceOwners)
    .where(
      inArray(
        serviceOwners.identityId,
        services.map(({ id }) => id),
      ),
    );
  const { leadOf } = rolesOf(actor);
  const foreign = owned.find((row) => row.groupId !== groupId && !leadOf.has(row.groupId));
  if (!foreign) return null;
  const name = services.find(({ id }) => id === foreign.identityId)?.name;
  const message = `${name} belongs to a group that you don’t lead: ask an administrator to add it here.`;
  return refuse('forbidden', 'needs_administrator', message, [{ path: 'add', message }]);
}
