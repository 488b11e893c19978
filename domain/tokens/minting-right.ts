import { type Actor, type GrantingGroup, rolesOf } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

interface MintingGroup {
  readonly id: string;
  readonly name: string;
  readonly whoMayMint: 'administrators' | 'leads' | 'members';
}

interface MintingTarget extends Target {
  readonly row: MintingGroup;
  /** Whom the token would act for; null where nobody is called that. */
  readonly identity: { readonly id: string } | null;
}

/**
 * The right to mint that the group's policy gives by role: leads for its service accounts as well,
 * members for themselves where the policy lets them.
 */
export function permitMinting(
  actor: Actor,
  { row, identity }: MintingTarget,
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

/** The target of a new token in a group that is shown, for whom it would act. */
export const mintingTarget = (
  group: {
    readonly id: string;
    readonly name: string;
    readonly policy: Pick<MintingGroup, 'whoMayMint'>;
  },
  identity: { readonly id: string },
): MintingTarget => {
  const { id, name, policy } = group;
  const row = { id, name, whoMayMint: policy.whoMayMint };
  return { type: 'group', id, name, groupIds: [id], row, identity };
};

/** Why somebody can mint in none of the groups they see. */
export function refuseEverywhere(groups: readonly { readonly state: string }[]): string {
  if (groups.length === 0) {
    return 'You are in no group yet, so there is nothing a token of yours could open';
  }
  return groups.every(({ state }) => state === 'frozen')
    ? 'Every group you see is frozen'
    : 'None of the groups you see lets you create tokens: ask a lead of the group';
}
