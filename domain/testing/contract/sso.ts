import { eq } from 'drizzle-orm';
import { memberships } from '@/db/schema/groups';
import { ssoAccounts, ssoProviders, ssoTries } from '@/db/schema/sso';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { beginLink } from '@/domain/sso/begin-link';
import { createProvider } from '@/domain/sso/create-provider';
import { deleteProvider } from '@/domain/sso/delete-provider';
import { getTest } from '@/domain/sso/get-test';
import { listAccounts, unlinkAccount } from '@/domain/sso/linked-accounts';
import { getProvider, listProviders } from '@/domain/sso/list-providers';
import { previewMappings } from '@/domain/sso/preview-mappings';
import { previewSignIn } from '@/domain/sso/preview-sign-in';
import { setMappings } from '@/domain/sso/set-mappings';
import { getSignIn, setSignIn } from '@/domain/sso/sign-in-policy';
import { testProvider } from '@/domain/sso/test-provider';
import { updateProvider } from '@/domain/sso/update-provider';
import type { Aim } from '@/domain/testing/aim';
import { commandCase, queryCase, type Scene } from './case';

const mappingTo = (group: string) => ({ externalGroup: 'engineering', group });

/** Somebody is a member because the provider said so. */
async function claimed({ world, aim, fixture }: Scene) {
  await world.db.insert(memberships).values({
    ...{ groupId: fixture.group.id, identityId: aim.newcomer, source: 'sso' as const },
    ...{ sourceId: aim.ssoProvider, addedBy: aim.ssoProvider, addedByName: 'Acme' },
  });
}

const provider = (aim: Aim) => ({ provider: aim.ssoProvider });

/** The administrator is on the way to the provider. @returns the try */
export async function testing({ world, aim }: Scene, intent: 'test' | 'link' | 'proof' = 'test') {
  const test = newId('ssoTry');
  const session = world.administrator.via.id ?? '';
  await world.db.insert(ssoTries).values({
    ...{ id: test, providerId: aim.ssoProvider, intent, sessionId: session },
    ...{ identityId: world.administrator.id, expiresAt: new Date(Date.now() + 600_000) },
  });
  return { test, session };
}

const ACCOUNT = { issuer: 'https://login.example.com', subject: 'cora' };

export const SSO_COMMANDS = [
  commandCase(beginLink, {
    input: provider,
    event: ({ world }, { link }) => ({
      target: world.administrator.id,
      after: { link, provider: 'acme' },
      affects: [],
    }),
    refused: { code: 'not_found', given: async () => ({ provider: 'nowhere' }) },
    outside: { by: ({ actors }) => actors.token, code: 'not_found' },
  }),
  commandCase(unlinkAccount, {
    input: (aim) => ({ identity: aim.member, ...ACCOUNT }),
    at: 'identity',
    given: async (scene) => {
      await claimed(scene);
      const { newcomer: identityId, ssoProvider: providerId } = scene.aim;
      await scene.world.db.insert(ssoAccounts).values({ ...ACCOUNT, identityId, providerId });
      return { identity: identityId };
    },
    event: ({ aim, fixture }) => ({
      target: aim.newcomer,
      before: ACCOUNT,
      after: { endedMemberships: [{ group: fixture.group.id }] },
      affects: [aim.newcomer],
    }),
    refused: { code: 'account_unknown', given: async () => ({ subject: 'nobody' }) },
    outside: { by: ({ actors }) => actors.token },
  }),
  commandCase(testProvider, {
    input: provider,
    at: 'provider',
    event: ({ aim }, { test }) => ({ target: aim.ssoProvider, after: { test }, affects: [] }),
    refused: {
      code: 'not_a_session',
      by: () => systemActor('test', ['ssoProviders.test']),
    },
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
  queryCase(previewSignIn, {
    input: () => ({ localSignIn: 'break-glass' as const }),
    refused: { code: 'invalid_input', given: async () => ({ breakGlass: ['nobody@example.com'] }) },
    bad: [{ localSignIn: 'nobody' }, 'localSignIn'],
  }),
  queryCase(listProviders, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(listAccounts, { input: ({ member }) => ({ identity: member }), at: 'identity' }),
  queryCase(getTest, {
    input: (aim) => ({ ...provider(aim), test: newId('ssoTry') }),
    at: 'provider',
    given: async (scene) => ({ test: (await testing(scene)).test }),
  }),
  queryCase(getProvider, { input: provider, at: 'provider' }),
  queryCase(previewMappings, {
    input: (aim) => ({ ...provider(aim), mappings: [mappingTo(aim.group)] }),
    at: 'provider',
    bad: [{ mappings: [{ externalGroup: 'a', group: 'b', role: 'owner' }] }, 'mappings.0.role'],
  }),
];
