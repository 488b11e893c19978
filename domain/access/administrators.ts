import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import type { Actor } from '@/domain/kernel/actor';
import { type Refusal, refuse } from '@/domain/kernel/refusal';
import { ADMINISTRATORS } from './built-ins';

/** Whether the actor may hand out control-plane rights: setting a group's scopes marks it. */
export const isAdministrator = (actor: Actor): boolean => actor.grants.has('groups.setScopes');

/**
 * Refuses where no active person would be left in Administrators for good. Call it after the change:
 * the lock makes two changes at once take turns, so neither counts on the other's administrator.
 */
export async function refuseWithoutAdministrator(tx: Transaction): Promise<Refusal | null> {
  await tx.execute(
    sql`select 1 from ${groups} where ${groups.slug} = ${ADMINISTRATORS} for update`,
  );
  const [remaining] = await tx
    .select({ id: identities.id })
    .from(memberships)
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .where(
      and(
        eq(groups.slug, ADMINISTRATORS),
        eq(identities.type, 'person'),
        eq(identities.state, 'active'),
        isNull(memberships.expiresAt),
      ),
    )
    .limit(1);
  return remaining
    ? null
    : refuse(
        'conflict',
        'last_administrator',
        'At least one active person must stay in Administrators, without an end date.',
      );
}
