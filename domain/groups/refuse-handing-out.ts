import { inArray } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { controlPlaneOperationsOfGroup, refuseEscalation } from '@/domain/authority/escalation';
import type { Actor } from '@/domain/base/actor';
import type { Refusal } from '@/domain/base/refusal';
import { refuseAddition } from './group-rules';

/**
 * Whoever says what a provider is and which of its groups lead where, hands out what those groups hold:
 * they must hold it themselves, as if they added each member by hand.
 */
export async function refuseHandingOut(
  tx: Transaction,
  actor: Actor,
  groupIds: readonly string[],
): Promise<Refusal | null> {
  const rows = await tx
    .select({ id: groups.id, name: groups.name })
    .from(groups)
    .where(inArray(groups.id, [...groupIds, '']));
  for (const { id, name } of rows) {
    const rights = await controlPlaneOperationsOfGroup(tx, id);
    const refused =
      refuseAddition(actor, { name, controlsKeyward: rights.length > 0 }) ??
      refuseEscalation(actor, rights, `A mapping to ${name}`);
    if (refused) return refused;
  }
  return null;
}
