import type { AnyCommand } from '@/domain/commands/define';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';
import { setPushedMappings } from '@/domain/scim/set-mappings';
import { updateScope } from '@/domain/scopes/update-scope';
import { setMappings } from '@/domain/sso/set-mappings';

/** Commands that can wait for a second administrator, and are carried out once one approves. */
export const CARRIED_OUT: readonly AnyCommand[] = [
  editMembers,
  setGroupScopes,
  setMappings,
  setOrganisationPolicy,
  setPushedMappings,
  updateScope,
];

export const carriedOut = (operation: string): AnyCommand | undefined =>
  CARRIED_OUT.find((command) => command.operation === operation);
