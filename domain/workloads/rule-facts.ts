import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import type { MintingTarget } from '@/domain/tokens/token-facts';
import type { TrustRuleView } from './rule-view';

/** A rule that is shown, as a target; whoever may mint in its group may ask. */
export const trustRuleTarget = ({
  id,
  name,
  group,
  identity,
}: Pick<TrustRuleView, 'id' | 'name' | 'group' | 'identity'>): Target &
  Pick<MintingTarget, 'row' | 'identity'> => ({
  ...{ type: 'trustRule', id, name, groupIds: [group.id], row: group, identity },
});

/** What the state of a rule refuses to whoever may mint in its group. */
export function refuseApproval(
  actor: Actor,
  { name, approval, termsSetBy }: Pick<TrustRuleView, 'name' | 'approval' | 'termsSetBy'>,
): Refusal | null {
  if (approval !== 'awaiting') {
    return refuse('conflict', 'rule_not_awaiting', `${name} waits for nobody’s approval.`);
  }
  if (actor.type === 'person' && actor.id !== termsSetBy) return null;
  return refuse(
    'forbidden',
    'second_person',
    `Another person must approve ${name}: who set its terms can’t.`,
  );
}
