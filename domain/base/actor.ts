import { isOperationName, type OperationName } from './operation-names';

/** The group that gave a right: it is named in the audit event. */
export interface GrantingGroup {
  readonly id: string;
  readonly slug: string;
}

/**
 * Who acts. `grants` are `keyward` operations held through group scopes and good everywhere;
 * `memberOf` and `leadOf` are the groups in which a signed-in person's role adds rights of its own.
 * A token never carries role rights: it opens what its group's scopes say, and nothing else.
 */
export interface Actor {
  readonly type: 'person' | 'service' | 'system';
  readonly id: string;
  readonly name: string;
  readonly via: { readonly type: 'session' | 'token' | 'process'; readonly id: string | null };
  readonly group: GrantingGroup | null;
  readonly grants: ReadonlyMap<OperationName, GrantingGroup | null>;
  readonly memberOf: ReadonlyMap<string, GrantingGroup>;
  readonly leadOf: ReadonlyMap<string, GrantingGroup>;
  /**
   * The rights come from no group, so there is nothing to resolve again at the commit: a process of
   * the product, somebody who has just proved their password, the holder of a secret who ends it.
   */
  readonly isFixed?: true;
}

/** A process of the product itself, allowed exactly the operations it was started for. */
export function systemActor(id: string, operations: readonly OperationName[]): Actor {
  return {
    type: 'system',
    id,
    name: `keyward ${id}`,
    via: { type: 'process', id: null },
    group: null,
    grants: new Map(operations.map((operation) => [operation, null])),
    memberOf: new Map(),
    leadOf: new Map(),
    isFixed: true,
  };
}

/** Whether a scope gives them the operation of this name, which may be one of another version. */
export const isGranted = ({ grants }: Pick<Actor, 'grants'>, operation: string): boolean =>
  isOperationName(operation) && grants.has(operation);

/** Whether `now` holds every right that `before` held, and through the same groups. */
export const holdsAllOf = (now: Actor, before: Actor): boolean =>
  holdsEach(now.grants, before.grants) &&
  holdsEach(now.memberOf, before.memberOf) &&
  holdsEach(now.leadOf, before.leadOf);

const holdsEach = <Right extends string>(
  now: ReadonlyMap<Right, GrantingGroup | null>,
  before: ReadonlyMap<Right, GrantingGroup | null>,
): boolean => [...before].every(([right, group]) => now.get(right)?.id === group?.id);
