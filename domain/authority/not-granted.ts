import type { OperationName } from '@/domain/base/operation-names';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { LEAD_OPERATIONS, MEMBER_OPERATIONS, SELF_OPERATIONS } from './role-rights';

/** What somebody without the right to an operation is told: whom it takes. */
export const notGranted = (operation: OperationName): Refusal =>
  refuse('forbidden', 'not_granted', `${whoMay(operation)} may do this.`);

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
