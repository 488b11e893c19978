import type { Target } from '@/domain/base/target';

/** The target of a command, of an identity that is shown. */
export const identityTarget = (identity: {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly { readonly id: string }[];
  readonly owner: { readonly id: string } | null;
}): Target & { readonly ownerGroupId: string | null } => ({
  ...{ type: 'identity', id: identity.id, name: identity.name, identityId: identity.id },
  groupIds: [...identity.groups, ...(identity.owner ? [identity.owner] : [])].map(({ id }) => id),
  ownerGroupId: identity.owner?.id ?? null,
});
