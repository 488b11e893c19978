import { notGranted } from '@/domain/authority/not-granted';
import { isVisible, rightOver } from '@/domain/authority/reach';
import type { Actor, GrantingGroup } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { denialRecorder } from '@/domain/ledger/denial-recorder';
import type { AnyCommand, AnyQuery } from './define';

/** The group that gives the actor this operation on the target (null where none is needed), or why not. */
export function authorize(
  operation: AnyCommand | AnyQuery,
  actor: Actor,
  target: Target,
): GrantingGroup | null | Refusal {
  const seesAll = operation.isOpen || actor.grants.has(operation.operation);
  if (!seesAll && !isVisible(actor, target, operation.seenBy)) return notFound(target.type);
  return rightTo(operation, actor, target);
}

/** The same for what the actor is known to see. */
export function rightTo(
  operation: AnyCommand | AnyQuery,
  actor: Actor,
  target: Target,
): GrantingGroup | null | Refusal {
  const held = actor.grants.get(operation.operation);
  if (held !== undefined) return held;
  if (operation.isOpen) return actor.group;
  const right = operation.permit
    ? operation.permit(actor, target)
    : rightOver(actor, operation.operation, target);
  return right === false ? notGranted(operation.operation) : right;
}

/** What the log says of a refusal: that something exists is told there, and not to who asked. */
export const reasonOf = ({ kind, code }: Refusal) => (kind === 'not_found' ? 'out_of_reach' : code);

/** An attempt that no transaction has kept: a question, or what a command itself would not do. */
export function recordDenial(
  { operation: action }: AnyCommand | AnyQuery,
  { db, actor, request }: Pick<Context, 'db' | 'actor' | 'request'>,
  target: Target,
  refusal: Refusal,
): Promise<void> {
  const denial = { actor, action, target, reason: reasonOf(refusal), request };
  return denialRecorder(db).record(denial, `${actor.via.id ?? actor.id} ${action}`);
}
