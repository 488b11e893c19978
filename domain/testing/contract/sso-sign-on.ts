import { eq } from 'drizzle-orm';
import { sessions } from '@/db/schema/identities';
import { ssoAccounts, ssoProviders, ssoTries } from '@/db/schema/sso';
import { personActor, providerActor, systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { OperationName } from '@/domain/base/operation-names';
import { runCommand } from '@/domain/commands/run';
import { admitPerson } from '@/domain/sso/admit-person';
import { adoptProvider } from '@/domain/sso/adopt-environment';
import { endByProvider } from '@/domain/sso/end-by-provider';
import { linkAccount } from '@/domain/sso/link-account';
import { openSession } from '@/domain/sso/open-session';
import { beginProof, proveAtProvider } from '@/domain/sso/prove-at-provider';
import { settleTest } from '@/domain/sso/settle-test';
import { signOn } from '@/domain/sso/sign-on';
import { syncMembership } from '@/domain/sso/sync-membership';
import type { Aim } from '@/domain/testing/aim';
import { contextOf } from '@/domain/testing/world';
import { commandCase, type Scene } from './case';
import { testing } from './sso';

const OPERATIONS: OperationName[] = [
  'sessions.signOn',
  'sessions.open',
  'identities.admit',
  'memberships.sync',
];
const asProvider = ({ aim }: Scene) =>
  providerActor({ id: aim.ssoProvider, name: 'Acme' }, OPERATIONS);
const starting = () => systemActor('start', ['ssoProviders.adopt']);

const person = (aim: Aim) => ({
  ...{ provider: aim.ssoProvider, subject: 'cora', name: 'Cora', email: 'new@example.com' },
  emailVerified: true,
});

/** The member has signed in at the provider before. */
async function link({ world, aim }: Scene) {
  await world.db.insert(ssoAccounts).values({
    ...{ issuer: 'https://login.example.com', subject: 'cora', identityId: aim.member },
    providerId: aim.ssoProvider,
  });
}

const provider = (aim: Aim) => ({ provider: aim.ssoProvider });
const LOGOUT = { subject: 'cora', sid: null, jtiSha256: 'a'.repeat(64), exp: 4_102_444_800 };
const loggingOut = ({ aim }: Scene) =>
  providerActor({ id: aim.ssoProvider, name: 'Acme' }, ['sessions.endByProvider']);

const session = newId('session');
const newcomer = newId('identity');

/** What is done on the word of a provider. */
const linking = ({ world: { administrator } }: Scene) =>
  personActor(administrator, ['ssoAccounts.link']);

const proving = (operation: OperationName) => () => systemActor('sign-in', [operation]);

/** Cora's session was opened on the word of the provider, which is on; she is on the way there. */
async function cameByProvider({ world, aim, fixture }: Scene) {
  const came = { ssoProviderId: aim.ssoProvider, ssoSubject: 'cora' };
  await world.db.update(sessions).set(came).where(eq(sessions.id, aim.session));
  const proof = newId('ssoTry');
  await world.db.insert(ssoTries).values({
    ...{ id: proof, providerId: aim.ssoProvider, intent: 'proof', sessionId: aim.session },
    ...{ identityId: fixture.colleague.id, expiresAt: new Date(Date.now() + 600_000) },
  });
  return { proof };
}

export const SIGN_ON_COMMANDS = [
  commandCase(beginProof, {
    input: (aim) => ({ session: aim.session }),
    by: proving('sessions.beginProof'),
    given: async (scene) => {
      await cameByProvider(scene);
    },
    event: ({ fixture }, { proof }) => ({
      target: fixture.colleague.id,
      after: { proof, provider: 'acme' },
      affects: [],
    }),
    refused: { code: 'not_found', by: proving('sessions.beginProof') },
    outside: { code: 'not_found' },
    bad: [{ session: 'x'.repeat(101) }, 'session'],
  }),
  commandCase(proveAtProvider, {
    input: (aim) => ({
      ...{ session: aim.session, provider: aim.ssoProvider, proof: newId('ssoTry') },
      ...{ subject: 'cora', authenticatedAt: Math.floor(Date.now() / 1_000) },
    }),
    by: proving('sessions.proveAtProvider'),
    given: cameByProvider,
    event: ({ fixture }) => ({
      target: fixture.colleague.id,
      after: { proof: 'provider', subject: 'cora' },
      affects: [],
    }),
    refused: { code: 'state_mismatch', by: proving('sessions.proveAtProvider') },
    outside: { code: 'not_found' },
    bad: [{ subject: '' }, 'subject'],
  }),
  commandCase(linkAccount, {
    input: (aim) => ({
      ...{ ...provider(aim), link: newId('ssoTry'), session: newId('session') },
      ...{ subject: 'ada', email: 'ada@there.example.com' },
    }),
    at: 'provider',
    by: linking,
    given: async (scene) => {
      const { test: link, session: own } = await testing(scene, 'link');
      return { link, session: own };
    },
    event: ({ world }) => ({
      target: world.administrator.id,
      after: { provider: 'acme', subject: 'ada' },
      affects: [],
    }),
    refused: { code: 'state_mismatch', by: linking },
    bad: [{ subject: '' }, 'subject'],
  }),
  commandCase(settleTest, {
    input: (aim) => ({
      ...{ ...provider(aim), test: newId('ssoTry'), session: newId('session') },
      ...{ failure: 'code_refused' as const, note: 'invalid_grant', findings: null },
    }),
    at: 'provider',
    by: ({ aim }) =>
      providerActor({ id: aim.ssoProvider, name: 'Acme' }, ['ssoProviders.settleTest']),
    given: testing,
    event: ({ aim }, { test }) => ({
      target: aim.ssoProvider,
      after: { test, outcome: 'code_refused' },
      affects: [],
    }),
    refused: {
      code: 'test_over',
      by: ({ aim }) =>
        providerActor({ id: aim.ssoProvider, name: 'Acme' }, ['ssoProviders.settleTest']),
    },
    bad: [{ failure: 'bad luck' }, 'failure'],
  }),
  commandCase(adoptProvider, {
    input: () => ({
      ...{ issuer: 'https://id.example.com', clientId: 'keyward', enabled: true },
      groupsClaim: 'groups',
    }),
    by: starting,
    event: (_scene, { id }) => ({
      target: id,
      after: { issuer: 'https://id.example.com', enabled: true },
      affects: [],
    }),
    refused: { code: 'not_granted' },
    bad: [{ clientId: 'x'.repeat(501) }, 'clientId'],
  }),
  commandCase(admitPerson, {
    input: (aim) => ({ ...person(aim), id: newcomer }),
    at: 'provider',
    by: asProvider,
    event: () => ({
      target: newcomer,
      after: { email: 'new@example.com', subject: 'cora', provider: 'acme' },
      affects: [],
    }),
    refused: {
      code: 'email_taken',
      by: asProvider,
      given: async () => ({ email: 'ADA@example.com' }),
    },
    bad: [{ email: 'nobody' }, 'email'],
  }),
  commandCase(openSession, {
    input: (aim) => ({
      ...{ provider: aim.ssoProvider, id: session, subject: 'cora', sid: 'one', email: null },
      ...{ groups: null, groupsUnknown: 'truncated' as const },
    }),
    at: 'provider',
    by: asProvider,
    given: link,
    event: ({ aim }) => ({
      target: session,
      after: { provider: 'acme', identity: aim.member, groups: 'truncated' },
      affects: [],
    }),
    refused: { code: 'not_found', by: asProvider },
    bad: [{ subject: '' }, 'subject'],
  }),
  commandCase(syncMembership, {
    input: (aim) => ({
      ...{ group: aim.group, provider: aim.ssoProvider, identity: aim.newcomer },
      ...{ role: 'lead' as const, endsAfterSeconds: 3_600, claimed: ['engineering'] },
    }),
    at: 'group',
    by: asProvider,
    event: ({ aim, fixture }) => ({
      target: fixture.group.id,
      after: { member: aim.newcomer, role: 'lead', source: 'sso:acme', claimed: ['engineering'] },
      affects: [aim.newcomer],
    }),
    refused: {
      code: 'managed_membership',
      by: asProvider,
      given: async ({ aim }) => ({ identity: aim.member }),
    },
    bad: [{ role: 'owner' }, 'role'],
  }),
  commandCase(signOn, {
    input: (aim) => ({
      ...{ ...person(aim), sid: null },
      groups: { state: 'listed' as const, ids: ['engineering'] },
    }),
    at: 'provider',
    by: asProvider,
    given: link,
    records: 'sessions.open',
    event: (_scene, value) => ({
      target: value.session,
      after: { provider: 'acme', subject: 'cora' },
      affects: [],
    }),
    refused: {
      code: 'provider_disabled',
      by: asProvider,
      given: async ({ world, aim }) => {
        await world.db
          .update(ssoProviders)
          .set({ enabled: false })
          .where(eq(ssoProviders.id, aim.ssoProvider));
      },
    },
    bad: [{ subject: 'x'.repeat(256) }, 'subject'],
  }),
  commandCase(endByProvider, {
    input: (aim) => ({ ...provider(aim), ...LOGOUT }),
    at: 'provider',
    by: loggingOut,
    given: async ({ world, aim }) => {
      await world.db
        .update(sessions)
        .set({ ssoProviderId: aim.ssoProvider, ssoSubject: 'cora', ssoSid: 'one' })
        .where(eq(sessions.id, aim.session));
    },
    event: ({ aim }) => ({
      target: aim.ssoProvider,
      after: { subject: 'cora', endedSessions: [aim.session] },
      affects: [],
    }),
    refused: {
      code: 'jwt_replayed',
      by: loggingOut,
      given: async (scene) => {
        const context = contextOf(scene.world.db, loggingOut(scene));
        await runCommand(endByProvider, context, { ...provider(scene.aim), ...LOGOUT });
      },
    },
    bad: [{ jtiSha256: 'short' }, 'jtiSha256'],
  }),
];
