import type { RevokingAction } from '@/domain/base/endings';
import type { OperationName } from '@/domain/base/operation-names';
import type { StoppingAction } from '@/domain/verifiers/lost-events';

/** Changes that let go on what was stopped, and the end of a session. */
const LETTING_GO = [
  'tokens.undoRevoke',
  'tokens.resume',
  'identities.resume',
  'identities.undoStop',
  'groups.unfreeze',
  'apis.unfreeze',
  'groups.thaw',
  'apis.thaw',
  'sessions.end',
] as const satisfies readonly OperationName[];

type StopAction = RevokingAction | StoppingAction | (typeof LETTING_GO)[number];

/** What was done, before the name of what it was done to. */
const WORDS: Record<StopAction, string> = {
  'tokens.revoke': 'Revoked the token',
  'tokens.revokeSelf': 'Its holder revoked the token',
  'tokens.revokeFamily': 'Revoked the family of',
  'tokens.revokeMatching': 'Revoked all that match a filter:',
  'tokens.deny': 'Denied the token',
  'tokens.suspend': 'Suspended the token',
  'tokens.resume': 'Resumed the token',
  'tokens.undoRevoke': 'Took back the end of',
  'leaks.stop': 'Stopped, as leaked,',
  'identities.suspend': 'Suspended',
  'identities.resume': 'Resumed',
  'identities.stop': 'Stopped everything of',
  'identities.undoStop': 'Took back the stop of',
  'groups.freeze': 'Froze the group',
  'groups.unfreeze': 'Thawed the group',
  'groups.thaw': 'The freeze ended of the group',
  'groups.editMembers': 'Changed the members of',
  'apis.freeze': 'Froze the API',
  'apis.unfreeze': 'Thawed the API',
  'apis.thaw': 'The freeze ended of the API',
  'memberships.end': 'Ended a membership in',
  'memberships.sync': 'A sign-in changed the membership in',
  'memberships.provision': 'Provisioning changed the members of',
  'provisioning.setMappings': 'Changed the provisioned groups of',
  'scim.deleteUser': 'Provisioning deleted',
  'scim.stopUser': 'Provisioning stopped',
  'ssoAccounts.unlink': 'Unlinked the sign-in of',
  'ssoProviders.setMappings': 'Changed the groups of the provider',
  'ssoProviders.delete': 'Deleted the provider',
  'trustRules.delete': 'Deleted the trust rule',
  'sessions.end': 'Ended a session of',
};

export const STOP_ACTIONS = Object.keys(WORDS) as StopAction[];

/** "Froze the group"; the action itself where nothing was stopped. */
export const stopWords = (action: string): string =>
  Object.hasOwn(WORDS, action) ? WORDS[action as StopAction] : action;
