import { eq } from 'drizzle-orm';
import { memberships } from '@/db/schema/groups';
import { sessions } from '@/db/schema/identities';
import { ssoAccounts, ssoProviders } from '@/db/schema/sso';
import { providerActor, systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { OperationName } from '@/domain/base/operation-names';
import { runCommand } from '@/domain/commands/run';
import { admitPerson } from '@/domain/sso/admit-person';
import { adoptProvider } from '@/domain/sso/adopt-environment';
import { createProvider } from '@/domain/sso/create-provider';
import { deleteProvider } from '@/domain/sso/delete-provider';
import { endByProvider } from '@/domain/sso/end-by-provider';
import { getProvider, listProviders } from '@/domain/sso/list-providers';
import { openSession } from '@/domain/sso/open-session';
import { previewMappings } from '@/domain/sso/preview-mappings';
import { setMappings } from '@/domain/sso/set-mappings';
import { getSignIn, setSignIn } from '@/domain/sso/sign-in-policy';
import { signOn } from '@/domain/sso/sign-on';
import { syncMembership } from '@/domain/sso/sync-membership';
import { updateProvider } from '@/domain/sso/update-provider';
import type { Aim } from '@/domain/testing/aim';
import { contextOf } from '@/domain/testing/world';
import { commandCase, queryCase, type Scene } from './case';

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

const mappingTo = (group: string) => ({ externalGroup: 'engineering', group });

/** Somebody is a member because the provider said so. */
async function claimed({ world, aim, fixture }: Scene) {
  await world.db.insert(memberships).values({
    ...{ groupId: fixture.group.id, identityId: aim.newcomer, source: 'sso' as const },
    ...{ sourceId: aim.ssoProvider, addedBy: aim.ssoProvider, addedByName: 'Acme' },
  });
}

const provider = (aim: Aim) => ({ provider: aim.ssoProvider });
const LOGOUT = { subject: 'cora', sid: null, jtiSha256: 'a'.repeat(64), exp: 4_102_444_800 };
const loggingOut = ({ aim }: Scene) =>
  providerActor({ id: aim.ssoProvider, name: 'Acme' }, ['sessions.endByProvider']);

const session = newId('session');
const newcomer = newId('identity');

export const SSO_COMMANDS = [
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
  commandCase(setSignIn, {
    input: () => ({ localSignIn: 'break-glass' as const, breakGlass: ['ada@example.com'] }),
    event: () => ({
      target: null,
      before: { localSignIn: 'everyone' },
      after: { localSignIn: 'break-glass', breakGlass: [{ name: 'Ada' }] },
      affects: [],
    }),
    refused: { code: 'last_administrator', given: async () => ({ breakGlass: [] }) },
    bad: [{ localSignIn: 'nobody' }, 'localSignIn'],
  }),
  commandCase(createProvider, {
    input: () => ({
      ...{ slug: 'okta', name: 'Okta', issuer: 'https://acme.okta.example.com', clientId: 'kw' },
      clientSecret: 'a-secret-of-okta',
    }),
    event: (_scene, { id }) => ({
      target: id,
      after: { slug: 'okta', issuer: 'https://acme.okta.example.com', clientSecret: 'sealed' },
      affects: [],
    }),
    refused: { code: 'already_exists', given: async () => ({ slug: 'acme' }) },
    bad: [{ issuer: 'acme.okta.example.com' }, 'issuer'],
  }),
  commandCase(updateProvider, {
    input: (aim) => ({ provider: aim.ssoProvider, enabled: false }),
    at: 'provider',
    event: ({ aim }) => ({
      target: aim.ssoProvider,
      before: { enabled: true },
      after: { enabled: false, endedSessions: 0 },
      affects: [],
    }),
    refused: {
      code: 'built_in',
      given: async ({ world, aim }) => {
        await world.db
          .update(ssoProviders)
          .set({ fromEnvironment: true })
          .where(eq(ssoProviders.id, aim.ssoProvider));
      },
    },
    bad: [{ clientSecret: 'env:NEXTAUTH_SECRET' }, 'clientSecret'],
  }),
  commandCase(deleteProvider, {
    input: (aim) => ({ provider: aim.ssoProvider }),
    at: 'provider',
    given: claimed,
    event: ({ aim }) => ({
      target: aim.ssoProvider,
      before: { slug: 'acme' },
      after: { endedMemberships: [{ member: aim.newcomer }] },
      affects: [aim.newcomer],
    }),
    refused: { code: 'not_granted', by: ({ actors }) => actors.auditor },
    bad: [{ provider: 'x'.repeat(101) }, 'provider'],
  }),
  commandCase(setMappings, {
    input: (aim) => ({ provider: aim.ssoProvider, mappings: [mappingTo(aim.group)] }),
    at: 'provider',
    given: async (scene) => {
      await claimed(scene);
      return { mappings: [mappingTo('auditors')] };
    },
    event: ({ aim }) => ({
      target: aim.ssoProvider,
      before: { mappings: [] },
      after: { mappings: [{ externalGroup: 'engineering' }] },
      affects: [aim.newcomer],
    }),
    refused: { code: 'invalid_input', given: async () => ({ mappings: [mappingTo('nowhere')] }) },
    bad: [{ mappings: [{ externalGroup: '', group: 'billing' }] }, 'mappings.0.externalGroup'],
  }),
];

export const SSO_QUERIES = [
  queryCase(getSignIn, { input: () => ({}) }),
  queryCase(listProviders, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(getProvider, { input: provider, at: 'provider' }),
  queryCase(previewMappings, {
    input: (aim) => ({ ...provider(aim), mappings: [mappingTo(aim.group)] }),
    at: 'provider',
    bad: [{ mappings: [{ externalGroup: 'a', group: 'b', role: 'owner' }] }, 'mappings.0.role'],
  }),
];
