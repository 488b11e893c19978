import { refusedRight } from '@/domain/authority/refused-right';
import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import type { Target } from '@/domain/base/target';

/** Why the actor can't do `operation` on the target, in words for a disabled button; else undefined. */
export const whyNot = (
  actor: Actor,
  operation: OperationName,
  target: Target,
): string | undefined => refusedRight(actor, operation, target)?.message;

/** APIs belong to no group, so changing one is granted everywhere or nowhere. */
export const apiTarget = (api: { id: string; name: string }): Target => ({
  type: 'api',
  id: api.id,
  name: api.name,
});

/** Why the buttons in an API's header can't be used. */
export const headerReasons = (actor: Actor, api: { id: string; name: string }) => ({
  import: whyNot(actor, 'apis.import', apiTarget(api)),
  createScope: whyNot(actor, 'scopes.create', apiTarget(api)),
});

export const BUILT_IN_REASON =
  'Keyward’s own API follows the product: its operations are its commands and queries.';
