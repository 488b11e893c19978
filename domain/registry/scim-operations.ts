import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { createGroup } from '@/domain/scim/create-group';
import { createUser } from '@/domain/scim/create-user';
import { deleteGroup } from '@/domain/scim/delete-group';
import { deleteUser } from '@/domain/scim/delete-user';
import { provisionMemberships } from '@/domain/scim/provision-memberships';
import { push } from '@/domain/scim/push';
import { readResource } from '@/domain/scim/read';
import { saveGroup } from '@/domain/scim/save-group';
import { searchResources } from '@/domain/scim/search';
import { stopUser } from '@/domain/scim/stop-user';
import { updateUser } from '@/domain/scim/update-user';

/** What provisioning clients do, with the right `scim.provision`. */
export const SCIM_COMMANDS: readonly AnyCommand[] = [
  createGroup,
  createUser,
  deleteGroup,
  deleteUser,
  provisionMemberships,
  push,
  saveGroup,
  stopUser,
  updateUser,
];

export const SCIM_QUERIES: readonly AnyQuery[] = [readResource, searchResources];
