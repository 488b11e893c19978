import type { Transaction } from '@/db/client';
import type { Actor } from '@/domain/base/actor';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { approversIn } from '@/domain/notices/recipients';
import type { TrustRuleView } from './rule-view';

/** Tells whoever can approve a rule that it waits, once for each of its terms. */
export async function tellApprovers(
  tx: Transaction,
  actor: Actor,
  { id, name, group, approval, termsSetBy, updatedAt }: TrustRuleView,
): Promise<void> {
  if (approval !== 'awaiting') return;
  for (const to of await approversIn(tx, group, termsSetBy)) {
    await raiseNotice(tx, {
      ...{ kind: 'trust_rule.awaits', to, about: { type: 'trustRule', id, name } },
      onceKey: `trust_rule.awaits ${id} ${updatedAt}`,
      facts: { by: actor.name, group: group.name },
    });
  }
}
