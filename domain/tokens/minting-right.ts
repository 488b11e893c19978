import { type Actor, type GrantingGroup, rolesOf } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { MintingTarget } from './token-facts';

/**
 * The right to mint that the group's policy gives by role: leads for its service accounts as well,
 * members for themselves where the policy lets them.
 */
export function permitMinting(
  actor: Actor,
  { row, identity }: Pick<MintingTarget, 'row' | 'identity'>,
): GrantingGroup | false | Refusal {
  if (actor.kind !== 'session') return false;
  const { name, whoMayMint } = row;
  const { memberOf, leadOf } = rolesOf(actor);
  const led = leadOf.get(row.id);
  if (led && whoMayMint !== 'administrators') return led;
  const member = memberOf.get(row.id);
  const refused = (message: string) => refuse('forbidden', 'not_granted', message);
  if (!member || whoMayMint !== 'members') {
    return refused(`The policy of ${name} lets only ${whoMayMint} create tokens.`);
  }
  if (identity?.id === actor.id) return member;
  return refused(`In ${name} you create tokens for yourself only.`);
}

/** What the group's state refuses to whoever may mint in it. */
export const refuseFrozen = (
  _actor: Actor,
  { name, state }: { readonly name: string; readonly state: 'active' | 'frozen' },
): Refusal | null =>
  state === 'frozen' ? refuse('conflict', 'group_frozen', `The group ${name} is frozen.`) : null;
