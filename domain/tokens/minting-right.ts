import { type Actor, type GrantingGroup, rolesOf } from '@/domain/base/actor';

export interface MintingGroup {
  readonly id: string;
  readonly whoMayMint: 'administrators' | 'leads' | 'members';
}

/** For whom an actor may mint in a group: its service accounts and themselves, only themselves, or nobody. */
export type MintingRight = 'services' | 'self' | 'nobody';

/**
 * The right to mint that the group's policy gives by role, with the group that gives it: leads for
 * its service accounts as well, members for themselves where the policy lets them.
 */
export function roleMintingRight(
  actor: Actor,
  group: MintingGroup,
): { right: MintingRight; group: GrantingGroup | null } {
  const { memberOf, leadOf } = rolesOf(actor);
  const led = leadOf.get(group.id);
  if (led && group.whoMayMint !== 'administrators') return { right: 'services', group: led };
  const member = memberOf.get(group.id);
  if (member && group.whoMayMint === 'members') return { right: 'self', group: member };
  return { right: 'nobody', group: null };
}

/** The same, counting the operation `tokens.create` held through a group's scopes. */
export const mintingRight = (actor: Actor, group: MintingGroup): MintingRight =>
  actor.grants.has('tokens.create') ? 'services' : roleMintingRight(actor, group).right;
