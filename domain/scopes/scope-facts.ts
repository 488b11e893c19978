import type { Target } from '@/domain/base/target';

/** The target of a command, of a scope that is shown. */
export const scopeTarget = (scope: {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly { readonly id: string }[];
}): Target => ({
  ...{ type: 'scope', id: scope.id, name: scope.name },
  groupIds: scope.groups.map(({ id }) => id),
});
