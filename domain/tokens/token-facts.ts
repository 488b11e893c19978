import type { Target } from '@/domain/base/target';
import type { Delegators } from '@/domain/policy/effective';

/** How long the actor who revoked may take it back. */
export const UNDO_SECONDS = 30;

export const MIN_LIFETIME_SECONDS = 60;
export const MAX_LIFETIME_SECONDS = 10 * 366 * 86_400;

/** The longest that a rotated token goes on beside its successor. */
export const MAX_OVERLAP_SECONDS = 30 * 86_400;
/** The last share of an overlap: whoever uses the old token then is late. */
export const LATE_SHARE = 0.25;

/** Unused for so long, a token is looked at: half as long after it was made, where it was never used. */
export const UNUSED_DAYS = 30;
/** The same of one by which something can be changed. */
export const POWERFUL_UNUSED_DAYS = 90;

/** How long a child lives that doesn't say: what an agent does in one sitting. */
export const DELEGATED_SECONDS = 3_600;
/** A child has depth 1. */
export const MAX_DEPTH = 3;
/** Living tokens below one that is nobody's child: a loop of an agent must end somewhere. */
export const MAX_DESCENDANTS = 2_000;

/** The target of a command, of a token that is shown. */
export const tokenTarget = (token: {
  readonly id: string;
  readonly name: string;
  readonly identity: { readonly id: string };
  readonly group: { readonly id: string };
}): Target => ({
  ...{ type: 'token', id: token.id, name: token.name },
  ...{ groupIds: [token.group.id], identityId: token.identity.id },
});

/** Who may create tokens in a group, by its policy. */
export type WhoMayMint = 'administrators' | 'leads' | 'members';

export interface MintingTarget extends Target {
  readonly row: { readonly id: string; readonly name: string; readonly whoMayMint: WhoMayMint };
  /** Whom the token would act for; null where nobody is called that. */
  readonly identity: { readonly id: string } | null;
}

/** The target of a new token in a group that is shown, for whom it would act. */
export function mintingTarget(
  group: {
    readonly id: string;
    readonly name: string;
    readonly effective: { readonly whoMayMint: WhoMayMint };
  },
  identity: { readonly id: string },
): MintingTarget {
  const { id, name, effective } = group;
  const row = { id, name, whoMayMint: effective.whoMayMint };
  return { type: 'group', id, name, groupIds: [id], row, identity };
}

/** The target of a rotation, of a token that is shown. */
export const rotationTarget = (
  token: Parameters<typeof tokenTarget>[0] & { readonly group: MintingTarget['row'] },
) => ({ ...tokenTarget(token), group: token.group, identity: token.identity });

export interface DelegationTarget extends Target {
  readonly group: {
    readonly id: string;
    readonly name: string;
    readonly whoMayDelegate: Delegators;
  };
  readonly identity: { readonly id: string };
}

/** When a token ends at the latest, of its expiry and its retirement. */
export const endOf = (token: { readonly expiresAt: string; readonly retiresAt: string | null }) =>
  token.retiresAt !== null && Date.parse(token.retiresAt) < Date.parse(token.expiresAt)
    ? token.retiresAt
    : token.expiresAt;

/** Why somebody can create tokens in none of the groups they see. */
export function nowhereToMint(groups: readonly { readonly state: string }[]): string {
  if (groups.length === 0) {
    return 'You are in no group yet, so there is nothing a token of yours could open';
  }
  return groups.every(({ state }) => state === 'frozen')
    ? 'Every group you see is frozen'
    : 'None of the groups you see lets you create tokens: ask a lead of the group';
}
