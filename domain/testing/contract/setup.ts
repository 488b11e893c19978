import { sql } from 'drizzle-orm';
import { systemActor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import { bootstrap } from '@/domain/setup/bootstrap';
import { claimSetupLink } from '@/domain/setup/claim-setup-link';
import { inspectSetupLink } from '@/domain/setup/inspect-setup-link';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import { recover } from '@/domain/setup/recover';
import { issueSetupLink } from '@/domain/setup/setup-link';
import { asAdministrator } from '@/domain/testing/probes';
import { commandCase, queryCase, type Scene } from './case';
import { dismissAdministrators } from './states';

const process = (operation: OperationName) => () => systemActor('setup', [operation]);
const password = 'correct horse battery';

async function inviteCora({ world, fixture }: Scene): Promise<{ code: string }> {
  const { secret } = await asAdministrator(world, inviteIdentity, {
    identity: fixture.colleague.id,
  });
  return { code: secret };
}

/** The group that makes an administrator of Ada. */
const administratorsOf = ({ administrator }: Scene['world']) =>
  [...administrator.memberOf.values()].find(({ slug }) => slug === 'administrators')?.id ?? '';

async function lockOutAda({ world }: Scene) {
  const ada = world.administratorId;
  await world.db.execute(sql`update identities set state = 'suspended' where id = ${ada}`);
  await world.db.execute(
    sql`update groups set allowed_cidrs = '{203.0.113.0/24}' where slug = 'administrators'`,
  );
  return { fromAnywhere: true };
}

export const SETUP_COMMANDS = [
  commandCase(bootstrap, {
    input: () => ({ email: 'first@example.com', name: 'First' }),
    by: process('setup.bootstrap'),
    given: dismissAdministrators,
    event: (_scene, { identityId }, after) => ({
      target: identityId,
      after: { name: 'First', email: 'first@example.com', group: 'administrators' },
      affects: [identityId, String(after.token)],
    }),
    refused: { code: 'administrator_exists', by: process('setup.bootstrap') },
    bad: [{ email: 'nobody' }, 'email'],
  }),
  commandCase(recover, {
    input: () => ({ email: 'ada@example.com' }),
    by: process('setup.recover'),
    given: lockOutAda,
    event: ({ world }) => ({
      target: world.administratorId,
      before: { state: 'suspended', allowedCidrs: ['203.0.113.0/24'] },
      after: { state: 'active', allowedCidrs: [] },
      affects: [world.administratorId, administratorsOf(world)],
    }),
    refused: {
      code: 'not_administrator',
      by: process('setup.recover'),
      given: async () => ({ email: 'lea@example.com' }),
    },
    // The terminal says whom to ask; anybody else gets to know nothing.
    outside: { code: 'not_found' },
    bad: [{ email: 'nobody' }, 'email'],
  }),
  commandCase(issueSetupLink, {
    input: () => ({}),
    by: process('setup.issueLink'),
    given: dismissAdministrators,
    event: (_scene, { id }) => ({ target: id, affects: [] }),
    refused: { code: 'administrator_exists', by: process('setup.issueLink') },
  }),
  commandCase(claimSetupLink, {
    input: () => ({ code: 'of no link', password }),
    by: process('setup.claim'),
    given: inviteCora,
    event: ({ world, fixture }) => ({
      target: fixture.colleague.id,
      after: { password: 'set', madeBy: world.administratorId },
      affects: [],
    }),
    refused: { code: 'setup_link_invalid', by: process('setup.claim') },
    bad: [{ password: 'short' }, 'password'],
  }),
];

export const SETUP_QUERIES = [
  queryCase(inspectSetupLink, {
    input: () => ({ code: 'of no link' }),
    by: process('setup.inspect'),
    given: inviteCora,
    refused: { code: 'setup_link_invalid', by: process('setup.inspect') },
    bad: [{ code: '' }, 'code'],
  }),
];
