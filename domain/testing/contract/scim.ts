import { scimGroups, scimLinks, scimMappings, scimMembers, scimUsers } from '@/db/schema/scim';
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
import { commandCase, queryCase, type Scene } from './case';

const USER = 'scu_01m8d8wrs9esks3wfdpav0135g';
const GROUP = 'scg_01m8d8wrs9esks3wfdpav0135g';
const schemas = (...urns: string[]) => ({ schemas: urns });
const USER_BODY = {
  ...schemas('urn:ietf:params:scim:schemas:core:2.0:User'),
  ...{ userName: 'cora@example.com', displayName: 'Cora' },
};
const GROUP_BODY = {
  ...schemas('urn:ietf:params:scim:schemas:core:2.0:Group'),
  displayName: 'Engineering',
};
const patch = (...operations: object[]) => ({
  ...schemas('urn:ietf:params:scim:api:messages:2.0:PatchOp'),
  Operations: operations,
});

/** The administrator's token has provisioned the member, and pushed a group that they are in. */
async function provisioned({ world, aim }: Scene) {
  const client = { clientId: world.administratorId };
  const who = { ...client, identityId: aim.member, userName: 'cora@example.com' };
  await world.db.insert(scimLinks).values(who);
  await world.db.insert(scimUsers).values({ ...who, id: USER, resource: USER_BODY });
  await world.db.insert(scimGroups).values({ ...client, id: GROUP, displayName: 'Engineering' });
  await world.db.insert(scimMembers).values({ groupId: GROUP, userId: USER });
}

/** And the newcomer, with a way into the group. */
async function mapped(scene: Scene) {
  const { world, aim, fixture } = scene;
  await provisioned({ ...scene, aim: { ...aim, member: aim.newcomer } });
  await world.db.insert(scimMappings).values({
    ...{ scimGroupId: GROUP, groupId: fixture.group.id, role: 'lead' as const },
    ...{ createdBy: world.administratorId, createdByName: 'Ada' },
  });
}

const outdated = {
  code: 'scim_version' as const,
  given: async (scene: Scene) => {
    await provisioned(scene);
    return { ifMatch: 'W/"7"' };
  },
};

export const SCIM_COMMANDS = [
  commandCase(setPushedMappings, {
    input: (aim) => ({
      pushed: aim.pushed,
      mappings: [{ group: aim.group, role: 'lead' as const }],
    }),
    at: 'pushed',
    given: async (scene) => {
      await provisioned({ ...scene, aim: { ...scene.aim, member: scene.aim.newcomer } });
      return { pushed: GROUP };
    },
    event: ({ aim }) => ({
      target: GROUP,
      before: { mappings: [] },
      after: { mappings: [{ slug: 'billing', role: 'lead' }] },
      affects: [aim.newcomer],
    }),
    refused: {
      code: 'invalid_input',
      given: async (scene) => {
        await provisioned(scene);
        return { pushed: GROUP, mappings: [{ group: 'nowhere' }] };
      },
    },
    bad: [{ mappings: [{ group: 'billing', role: 'owner' }] }, 'mappings.0.role'],
  }),
  commandCase(allowPerson, {
    input: (aim) => ({ identity: aim.member, client: aim.service }),
    at: 'identity',
    event: ({ aim }) => ({ target: aim.member, after: { client: aim.service }, affects: [] }),
    refused: { code: 'invalid_input', given: async () => ({ client: 'nowhere' }) },
    bad: [{ client: '' }, 'client'],
  }),
  commandCase(createUser, {
    input: () => ({ resource: { ...USER_BODY, userName: 'new@example.com' } }),
    event: (_scene, { identity }) => ({
      target: identity,
      after: { userName: 'new@example.com', active: true, isNew: true, name: 'Cora' },
      affects: [],
    }),
    refused: {
      code: 'scim_uniqueness',
      given: async () => ({ resource: { ...USER_BODY, userName: 'ADA@example.com' } }),
    },
    bad: [{ resource: 'Cora' }, 'resource'],
  }),
  commandCase(updateUser, {
    input: () => ({
      ...{ user: USER, kind: 'patch' as const },
      body: patch({ op: 'Replace', path: 'active', value: 'False' }),
    }),
    at: 'user',
    given: provisioned,
    event: ({ aim }) => ({
      target: aim.member,
      before: { active: true, state: 'active' },
      after: { active: false, state: 'suspended', endedSessions: 1 },
      affects: [aim.member],
    }),
    refused: outdated,
    bad: [{ kind: 'post' }, 'kind'],
  }),
  commandCase(stopUser, {
    input: () => ({ user: USER }),
    at: 'user',
    given: provisioned,
    event: ({ aim }, { revokedTokens }) => ({
      target: aim.member,
      after: { endedSessions: 1 },
      affects: [aim.member, aim.token].slice(0, 1 + revokedTokens),
    }),
    refused: { code: 'not_found' },
    bad: [{ user: '' }, 'user'],
  }),
  commandCase(deleteUser, {
    input: () => ({ id: USER }),
    at: 'id',
    given: provisioned,
    event: ({ aim }) => ({
      target: aim.member,
      before: { user: USER },
      after: { state: 'suspended', revokedTokens: [aim.token] },
      affects: [aim.member, aim.token],
    }),
    refused: outdated,
    bad: [{ id: '' }, 'id'],
  }),
  commandCase(createGroup, {
    input: () => ({ resource: { ...GROUP_BODY, members: [{ value: 'nobody' }] } }),
    event: (_scene, { resource }) => ({
      target: String(resource.id),
      after: { displayName: 'Engineering', unknownMembers: ['nobody'] },
      affects: [],
    }),
    refused: {
      code: 'scim_invalid_value',
      given: async () => ({ resource: schemas(...GROUP_BODY.schemas) }),
    },
    bad: [{ resource: [] }, 'resource'],
  }),
  commandCase(saveGroup, {
    input: () => ({ id: GROUP, kind: 'put' as const, body: { ...GROUP_BODY, displayName: 'All' } }),
    at: 'id',
    given: provisioned,
    event: () => ({
      target: GROUP,
      before: { displayName: 'Engineering' },
      after: { displayName: 'All', added: [], removed: [USER] },
      affects: [],
    }),
    refused: outdated,
    bad: [{ kind: 'post' }, 'kind'],
  }),
  commandCase(deleteGroup, {
    input: () => ({ id: GROUP }),
    at: 'id',
    given: provisioned,
    event: () => ({
      target: GROUP,
      before: { displayName: 'Engineering', members: 1 },
      affects: [],
    }),
    refused: outdated,
    bad: [{ id: '' }, 'id'],
  }),
  commandCase(push, {
    input: () => ({
      ...{ what: 'saveGroup' as const, id: GROUP, kind: 'patch' as const },
      body: patch({ op: 'replace', value: { displayName: 'All' } }),
    }),
    at: 'id',
    given: provisioned,
    records: 'scim.saveGroup',
    event: () => ({ target: GROUP, after: { displayName: 'All' }, affects: [] }),
    refused: outdated,
    bad: [{ what: 'createUser' }, 'what'],
  }),
  commandCase(provisionMemberships, {
    input: (aim) => ({ group: aim.group }),
    at: 'group',
    given: mapped,
    event: ({ aim, fixture }) => ({
      target: fixture.group.id,
      after: { source: 'scim:Ada', added: [{ id: aim.newcomer, role: 'lead' }], removed: [] },
      affects: [aim.newcomer],
    }),
    refused: { code: 'not_found', given: async () => ({ group: 'nowhere' }) },
    bad: [{ group: '' }, 'group'],
  }),
];

export const SCIM_QUERIES = [
  queryCase(listPushed, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(getPushed, {
    input: (aim) => ({ pushed: aim.pushed }),
    at: 'pushed',
    bad: [{ pushed: '' }, 'pushed'],
  }),
  queryCase(previewPushedMappings, {
    input: (aim) => ({ pushed: aim.pushed, mappings: [{ group: aim.group }] }),
    at: 'pushed',
    bad: [{ mappings: [{ group: 'billing', role: 'owner' }] }, 'mappings.0.role'],
  }),
  queryCase(searchResources, {
    input: () => ({ type: 'User' as const, filter: 'userName sw "c"' }),
    given: provisioned,
    refused: { code: 'scim_invalid_filter', given: async () => ({ filter: 'userName sw' }) },
    bad: [{ type: 'Device' }, 'type'],
  }),
  queryCase(readResource, {
    input: () => ({ type: 'Group' as const, id: GROUP }),
    given: provisioned,
    bad: [{ type: 'Device' }, 'type'],
  }),
];
