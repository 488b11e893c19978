import type { Actor } from '@/domain/base/actor';
import type { Target } from '@/domain/base/target';
import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import {
  type Asked,
  reachesAll,
  reachesAny,
  refusedBefore,
  refusedRight,
} from '@/domain/commands/refused-before';

type Query = Pick<AnyQuery, 'kind' | 'operation' | 'isOpen' | 'permit'>;

/**
 * Why the actor can't do this to the target, in the words of the runner, for a disabled button; else
 * undefined. The one question that pages ask about rights.
 * @param view what the page shows, where the command declares what its target's state refuses
 */
export function whyNot(actor: Actor, query: Query, target: Target): string | undefined;
export function whyNot<View>(
  actor: Actor,
  command: Asked<View>,
  target: Target,
  ...view: View extends undefined ? [] : [View]
): string | undefined;
export function whyNot(
  actor: Actor,
  operation: Query | Asked<unknown>,
  target: Target,
  view?: unknown,
): string | undefined {
  const refusal =
    operation.kind === 'query'
      ? refusedRight(operation as AnyQuery, actor, target)
      : refusedBefore(operation, actor, target, view);
  return refusal?.message;
}

type Operation = Pick<AnyQuery | AnyCommand, 'operation'>;

/** Whether there is anything at all that the actor may do this to. */
export const mayAnywhere = (actor: Actor, operation: Operation): boolean =>
  reachesAny(actor, operation);

/** Whether the actor may do this to everything there is: a list of theirs is then complete. */
export const mayEverywhere = (actor: Actor, operation: Operation): boolean =>
  reachesAll(actor, operation);
