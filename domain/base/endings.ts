import type { OperationName } from './operation-names';

/** As much of an event as tells which tokens it ended. */
interface Ending {
  readonly action: string;
  readonly targetId: string | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** Where the event of a command that revokes tokens names them: its target, or lists of its `after`. */
const NAMED_BY = {
  'tokens.revoke': 'target',
  'tokens.revokeSelf': 'target',
  'tokens.deny': 'target',
  'leaks.stop': 'target',
  'tokens.revokeFamily': ['revoked'],
  'tokens.revokeMatching': ['revoked'],
  'groups.editMembers': ['revokedTokens'],
  'memberships.end': ['revokedTokens'],
  'memberships.sync': ['revokedTokens'],
  'memberships.provision': ['revokedTokens'],
  'provisioning.setMappings': ['revokedTokens'],
  'ssoAccounts.unlink': ['revokedTokens'],
  'scim.deleteUser': ['revokedTokens'],
  'scim.stopUser': ['revokedTokens'],
  'ssoProviders.setMappings': ['revokedTokens'],
  'ssoProviders.delete': ['revokedTokens'],
  'trustRules.delete': ['revokedTokens'],
  'identities.stop': ['revokedTokens', 'alsoRevokedTokens'],
} as const satisfies Partial<Record<OperationName, 'target' | readonly string[]>>;

export type RevokingAction = keyof typeof NAMED_BY;

/** Every command that revokes tokens, as its event names it. The commands' contract holds it complete. */
export const REVOKING_ACTIONS = Object.keys(NAMED_BY) as RevokingAction[];

export const isRevoking = (action: string): action is RevokingAction =>
  Object.hasOwn(NAMED_BY, action);

/** Ids of the tokens that the change has revoked; those that ended with them, as made from them, are not named. */
export function revokedBy({ action, targetId, after }: Ending): string[] {
  if (!isRevoking(action)) return [];
  const named = NAMED_BY[action];
  if (named !== 'target') return named.flatMap((field) => idsIn(after?.[field]));
  // A leak may have been stopped by a suspension.
  return targetId === null || after?.state === 'suspended' ? [] : [targetId];
}

const idsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];

/** Every command that changes who is in a group, held complete like the others. */
export const MEMBER_CHANGES: readonly OperationName[] = [
  'identities.createService',
  'groups.editMembers',
  'memberships.end',
  'memberships.sync',
  'memberships.provision',
  'provisioning.setMappings',
  'ssoAccounts.unlink',
  'ssoProviders.setMappings',
  'ssoProviders.delete',
];
