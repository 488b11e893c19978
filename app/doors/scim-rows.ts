import type { OperationName } from '@/domain/base/operation-names';
import type { Aim } from '@/domain/testing/aim';
import { TOKEN_ROLES } from './matrix';

/**
 * Who asks at the door for provisioning. `provisioner` holds `scim.provision` alone, and what is aimed
 * at is its own; `otherProvisioner` holds the same, with nothing of its own; `nobody` sends no token.
 */
export const SCIM_ROLES = [
  ...TOKEN_ROLES,
  ...['provisioner', 'otherProvisioner', 'nobody'],
] as const;

/** What a request is about: a user whose person is in the group, and a pushed group that leads there. */
export interface ScimAim extends Pick<Aim, 'group' | 'member'> {
  readonly user: string;
  readonly pushed: string;
}

interface Row {
  /** What it is sent with; nothing where it only reads. */
  readonly body?: (aim: ScimAim) => object;
  /** Events that it may leave, in any order. */
  readonly leaves?: readonly OperationName[];
  /** What it asks for that leaves no event. */
  readonly reads?: readonly OperationName[];
  /** As in the matrix of the doors, and u: without a token that works. First the tokens, then the rest. */
  readonly may: readonly string[];
}

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';
const SEARCH = { schemas: [`${MESSAGES}:SearchRequest`] };
const patch = (path: string, value: unknown) => ({
  schemas: [`${MESSAGES}:PatchOp`],
  Operations: [{ op: 'replace', path, value }],
});
const user = (userName: string, more: object = {}) => ({
  ...{ schemas: [`${CORE}:User`], userName, displayName: 'Renamed' },
  ...more,
});
const pushed = (displayName: string, ...members: string[]) => ({
  ...{ schemas: [`${CORE}:Group`], displayName },
  members: members.map((value) => ({ value })),
});

/** The right is one for all there is, so that each holder may ask, and has only what is its own. */
const HOLDERS = ['ynnnn yyu'];
const OWNER = Array.from({ length: 3 }, () => 'hnnnn yhu');
const search: Row = { body: () => SEARCH, reads: ['scim.search'], may: HOLDERS };
const list: Row = { reads: ['scim.search'], may: HOLDERS };
const told: Row = { may: HOLDERS };
const read: Row = { reads: ['scim.read'], may: OWNER };

/** Every address of the door, with every method that it answers to. */
export const SCIM_ROWS: Readonly<Record<string, Row>> = {
  'GET /ServiceProviderConfig': told,
  'GET /ResourceTypes': told,
  'GET /ResourceTypes/User': told,
  'GET /Schemas': told,
  [`GET /Schemas/${CORE}:User`]: told,
  'GET /': list,
  'POST /.search': search,
  'GET /Users': list,
  'POST /Users/.search': search,
  'POST /Users': {
    body: () => user('new@example.com'),
    leaves: ['scim.createUser'],
    may: HOLDERS,
  },
  'GET /Users/{user}': read,
  'PUT /Users/{user}': {
    body: ({ group }) => user(`put-${group}@example.com`, { active: false }),
    leaves: ['scim.updateUser'],
    may: OWNER,
  },
  'PATCH /Users/{user}': {
    body: () => patch('active', 'False'),
    leaves: ['scim.updateUser'],
    may: OWNER,
  },
  'DELETE /Users/{user}': {
    reads: ['scim.push'],
    leaves: ['scim.deleteUser', 'memberships.provision'],
    may: OWNER,
  },
  'GET /Groups': list,
  'POST /Groups/.search': search,
  'POST /Groups': { body: () => pushed('New'), leaves: ['scim.createGroup'], may: HOLDERS },
  'GET /Groups/{pushed}': read,
  'PUT /Groups/{pushed}': {
    body: (aim) => pushed('Put', aim.user),
    leaves: ['scim.saveGroup', 'memberships.provision'],
    may: OWNER,
  },
  'PATCH /Groups/{pushed}': {
    body: (aim) => patch('members', [{ value: aim.user }]),
    leaves: ['scim.saveGroup', 'memberships.provision'],
    may: OWNER,
  },
  'DELETE /Groups/{pushed}': {
    leaves: ['scim.deleteGroup', 'memberships.provision'],
    may: OWNER,
  },
};

/** What no request asks for by itself, each with the test that does. */
export const ASKED_ELSEWHERE: Partial<Record<OperationName, string>> = {
  'scim.stopUser': 'domain/scim/last-administrator.test.ts',
};
