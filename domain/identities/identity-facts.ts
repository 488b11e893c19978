import type { Target } from '@/domain/base/target';

/** The target of a command, of an identity that is shown. */
export const identityTarget = (identity: {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly { readonly id: string }[];
}): Target => ({
  ...{ type: 'identity', id: identity.id, name: identity.name, identityId: identity.id },
  groupIds: identity.groups.map(({ id }) => id),
});
