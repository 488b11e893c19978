import { SCIM_CHANGES } from './scim-changes.mjs';
import { SCIM_SEARCHES } from './scim-searches.mjs';

export const PROVISIONING = [
  ...SCIM_CHANGES,
  ...SCIM_SEARCHES,
  {
    file: 'domain/scim/change-user.ts',
    name: 'the last administrator keeps tokens and sessions',
    find: "if (!changed.ok && changed.code === 'last_administrator') {",
    replace: 'if (false) {',
    tests: ['domain/scim/last-administrator.test.ts'],
  },
  {
    file: 'domain/credentials/decided-by-hand.ts',
    name: 'a client resumes who was offboarded',
    find: 'set({ deactivated: false })',
    replace: 'set({ identityId })',
    tests: ['app/scim/provisioning.test.ts'],
  },
  {
    file: 'domain/scim/person.ts',
    name: 'a living person loses their address',
    find: "if (state !== 'suspended' || controlsKeyward) return",
    replace: 'if (false) return',
    tests: ['app/scim/provisioning.test.ts'],
  },
  {
    file: 'domain/scim/client-right.ts',
    name: 'a client changes what another provisions',
    find: 'row.clientId === actor.id ? provisions(actor) : notFound(type)',
    replace: 'provisions(actor)',
    tests: ['app/doors/scim-matrix.test.ts'],
  },
];
