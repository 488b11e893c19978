import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { rightOver } from './reach';
import { LEAD_OPERATIONS, MEMBER_OPERATIONS, SELF_OPERATIONS } from './role-rights';

/** What somebody without the right to an operation is told: whom it takes. */
export const notGranted = (operation: OperationName): Refusal =>
  refuse('forbidden', 'not_granted', `${whoMay(operation)} may do this.`);

/** The refusal for want of a right, as the runner answers it and pages say it; null where there is one. */
export const refusedRight = (
  actor: Actor,
  operation: OperationName,
  target: Target,
): Refusal | null => (rightOver(actor, operation, target) === false ? notGranted(operation) : null);

function whoMay(operation: OperationName): string {
  const roles = [
    ...(SELF_OPERATIONS.has(operation) ? ['the one it belongs to'] : []),
    ...(LEAD_OPERATIONS.has(operation) ? ['a lead of the group'] : []),
    ...(MEMBER_OPERATIONS.has(operation) ? ['a member of the group'] : []),
    `who holds ${operation} through a group`,
  ];
  const last = roles.pop() as string;
  return roles.length === 0 ? `Only ${last}` : `Only ${roles.join(', ')}, or ${last},`;
}
