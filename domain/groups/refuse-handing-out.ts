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
    const refused = await refuseJoining(tx, actor, { id, name }, `A mapping to ${name}`);
    if (refused) return refused;
  }
  return null;
}

/** Nobody brings somebody into a group that holds rights over Keyward which they lack themselves. */
export async function refuseJoining(
  tx: Transaction,
  actor: Actor,
  { id, name }: { readonly id: string; readonly name: string },
  what: string,
): Promise<Refusal | null> {
  const rights = await controlPlaneOperationsOfGroup(tx, id);
  return (
    refuseAddition(actor, { name, controlsKeyward: rights.length > 0 }) ??
    refuseEscalation(actor, rights, what)
  );
}
