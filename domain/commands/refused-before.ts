import { reachesNothing, reachOf } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { rightTo } from './authorize';
import type { AnyCommand, AnyQuery, CommandDefinition } from './define';

/** A command, as far as pages ask it; `View` is what its declared refusal goes by. */
export type Asked<View> = Pick<
  // biome-ignore lint/suspicious/noExplicitAny: whatever it takes, answers and prepares
  CommandDefinition<any, any, any, any, View>,
  'kind' | 'operation' | 'isOpen' | 'permit' | 'refusal'
>;

/**
 * What the runner would refuse before it runs the command, by the actor's rights and by the state of
 * the target; null where it would run. For pages, which show it before anybody tries.
 * @param target something the actor sees, with whatever the command's `permit` reads
 */
export function refusedBefore<View>(
  command: Asked<View>,
  actor: Actor,
  target: Target,
  view: View,
): Refusal | null {
  return (
    refusedRight(command as AnyCommand, actor, target) ?? command.refusal?.(actor, view) ?? null
  );
}

/** The same by the actor's rights alone. */
export function refusedRight(
  operation: AnyCommand | AnyQuery,
  actor: Actor,
  target: Target,
): Refusal | null {
  const right = rightTo(operation, actor, target);
  return isRefusal(right) ? right : null;
}

type Named = Pick<AnyCommand | AnyQuery, 'operation'>;

/** Whether the actor may do this to anything at all. */
export const reachesAny = (actor: Actor, { operation }: Named): boolean =>
  !reachesNothing(reachOf(actor, operation));

/** Whether the actor may do this to everything there is: a list of theirs is then complete. */
export const reachesAll = (actor: Actor, { operation }: Named): boolean =>
  reachOf(actor, operation).everywhere;
