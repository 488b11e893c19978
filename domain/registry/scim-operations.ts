import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { allowPerson } from '@/domain/scim/allow-person';
import { createGroup } from '@/domain/scim/create-group';
import { createUser } from '@/domain/scim/create-user';
import { deleteGroup } from '@/domain/scim/delete-group';
import { deleteUser } from '@/domain/scim/delete-user';
import { getPushed } from '@/domain/scim/get-pushed';
import { listPushed } from '@/domain/scim/list-pushed';
import { previewPushedMappings } from '@/domain/scim/preview-mappings';
import { provisionMemberships } from '@/domain/scim/provision-memberships';
import { push } from '@/domain/scim/push';
import { readResource } from '@/domain/scim/read';
import { saveGroup } from '@/domain/scim/save-group';
import { searchResources } from '@/domain/scim/search';
import { setPushedMappings } from '@/domain/scim/set-mappings';
import { stopUser } from '@/domain/scim/stop-user';
import { updateUser } from '@/domain/scim/update-user';

/** What provisioning clients do, with the right `scim.provision`. */
export const SCIM_COMMANDS: readonly AnyCommand[] = [
  allowPerson,
  createGroup,
  createUser,
  deleteGroup,
  deleteUser,
  provisionMemberships,
  push,
  saveGroup,
  setPushedMappings,
  stopUser,
  updateUser,
];

export const SCIM_QUERIES: readonly AnyQuery[] = [
  getPushed,
  listPushed,
  previewPushedMappings,
  readResource,
  searchResources,
];
