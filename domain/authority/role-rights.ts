import type { OperationName } from '@/domain/base/operation-names';

/** What signed-in people may do with what is their own: their identity, tokens and sessions. */
export const SELF_OPERATIONS: ReadonlySet<OperationName> = new Set([
  'access.explain',
  'decisions.count',
  'decisions.export',
  'decisions.get',
  'decisions.list',
  'identities.explain',
  'identities.get',
  'rotations.get',
  'sessions.end',
  'sessions.list',
  'tokens.get',
  'tokens.list',
  'tokens.lookup',
  'tokens.rename',
  'tokens.revoke',
  'tokens.revokeFamily',
  'tokens.suspend',
  'tokens.undoRevoke',
]);

/** What every member may do in a group of theirs. */
export const MEMBER_OPERATIONS: ReadonlySet<OperationName> = new Set([
  'apis.get',
  'apis.list',
  'groups.get',
  'groups.list',
  'groups.listMembers',
  'operations.list',
  'scopes.get',
  'scopes.list',
]);

/** What a lead may do in the group they lead, beyond what members may. None of it can widen the group. */
export const LEAD_OPERATIONS: ReadonlySet<OperationName> = new Set([
  'access.explain',
  'audit.export',
  'audit.list',
  'decisions.count',
  'decisions.export',
  'decisions.get',
  'decisions.list',
  'groups.editMembers',
  'groups.matchMembers',
  'groups.previewMembers',
  'identities.explain',
  'identities.get',
  'identities.list',
  'rotations.get',
  'tokens.create',
  'tokens.delegate',
  'tokens.deny',
  'tokens.get',
  'tokens.list',
  'tokens.lookup',
  'tokens.rename',
  'tokens.resume',
  'tokens.revoke',
  'tokens.revokeFamily',
  'tokens.suspend',
  'tokens.undoRevoke',
]);
