import { and, eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { scimGroups, scimMappings, scimMembers, scimUsers } from '@/db/schema/scim';
import { ssoAccounts, ssoProviders } from '@/db/schema/sso';
import { providerActor, systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { offboardIdentity } from '@/domain/effects/offboard-identity';
import { editMembers } from '@/domain/groups/edit-members';
import { endMembership } from '@/domain/groups/end-memberships';
import { createIdentity } from '@/domain/identities/create-identity';
import { push } from '@/domain/scim/push';
import { setPushedMappings } from '@/domain/scim/set-mappings';
import { deleteProvider } from '@/domain/sso/delete-provider';
import { unlinkAccount } from '@/domain/sso/linked-accounts';
import { setMappings } from '@/domain/sso/set-mappings';
import { syncMembership } from '@/domain/sso/sync-membership';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor } from '@/domain/testing/probes';
import { done, mintOwn } from '@/domain/testing/world';

const here = (identityId: string) =>
  and(eq(memberships.groupId, fixture.group.id), eq(memberships.identityId, identityId));

/** Somebody of the group, with a token of theirs. */
async function joined() {
  const name = `Leaver ${newId('identity').slice(-6)}`;
  const email = `${name.replace(' ', '.')}@example.com`.toLowerCase();
  const { id } = await asAdministrator(world, createIdentity, { type: 'person', name, email });
  await asAdministrator(world, editMembers, { group: 'billing', add: [{ identity: id }] });
  const { secret } = await mintOwn(world.db, id, { group: 'billing', name: 'own' });
  return { id, secret };
}

/** A provider whose word the membership is. */
async function claimed(identityId: string) {
  const id = newId('ssoProvider');
  const issuer = `https://${id}.example.com`;
  await world.db.insert(ssoProviders).values({
    ...{ id, issuer, slug: id.slice(-8), name: 'Acme', clientId: 'keyward' },
    ...{ secretReference: 'env:ACME_SECRET', groupsClaim: 'groups' },
    ...{ createdBy: 'fixture', createdByName: 'fixture' },
  });
  const account = { identityId, issuer, subject: identityId };
  await world.db.insert(ssoAccounts).values({ ...account, providerId: id });
  await world.db.update(memberships).set({ source: 'sso', sourceId: id }).where(here(identityId));
  return { provider: id, account: { identity: identityId, issuer, subject: identityId } };
}

/** A pushed group that leads to the membership; the administrator's token is the client. */
async function pushed(identityId: string) {
  const clientId = world.administratorId;
  const [group, user] = [newId('scimGroup'), newId('scimUser')];
  await world.db.insert(scimUsers).values({
    ...{ id: user, clientId, identityId, userName: user, resource: { userName: user } },
  });
  await world.db.insert(scimGroups).values({ id: group, clientId, displayName: group });
  await world.db.insert(scimMembers).values({ groupId: group, userId: user });
  await world.db.insert(scimMappings).values({
    ...{ scimGroupId: group, groupId: fixture.group.id, role: 'member' as const },
    ...{ createdBy: clientId, createdByName: 'Ada' },
  });
  const source = { source: 'scim' as const, sourceId: clientId };
  await world.db.update(memberships).set(source).where(here(identityId));
  return group;
}

const DOORS: [door: string, end: (identity: string) => Promise<unknown>][] = [
  [
    'an edit of the members',
    (identity) => asAdministrator(world, editMembers, { group: 'billing', remove: [identity] }),
  ],
  [
    'its end date',
    async (identity) => {
      const hour = { createdAt: sql`now() - interval '1 hour'`, expiresAt: sql`now()` };
      await world.db.update(memberships).set(hour).where(here(identity));
      const worker = systemActor('worker', ['memberships.end']);
      await done(world.db, worker, endMembership, { group: 'billing', identity });
    },
  ],
  [
    'a sign-in that no longer claims it',
    async (identity) => {
      const { provider } = await claimed(identity);
      const acme = providerActor({ id: provider, name: 'Acme' }, ['memberships.sync']);
      const input = { group: 'billing', provider, identity, role: null };
      await done(world.db, acme, syncMembership, input);
    },
  ],
  [
    'a provider’s mappings',
    async (identity) => {
      const { provider } = await claimed(identity);
      await asAdministrator(world, setMappings, { provider, mappings: [] });
    },
  ],
  [
    'the end of its provider',
    async (identity) =>
      asAdministrator(world, deleteProvider, { provider: (await claimed(identity)).provider }),
  ],
  [
    'an account that is unlinked',
    async (identity) => asAdministrator(world, unlinkAccount, (await claimed(identity)).account),
  ],
  [
    'a pushed group without them',
    async (identity) => {
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
      const body = { schemas, Operations: [{ op: 'remove', path: 'members' }] };
      const id = await pushed(identity);
      await asAdministrator(world, push, { what: 'saveGroup', kind: 'patch', id, body });
    },
  ],
  [
    'the mappings of a pushed group',
    async (identity) =>
      asAdministrator(world, setPushedMappings, { pushed: await pushed(identity), mappings: [] }),
  ],
  ['offboarding', (identity) => asAdministrator(world, offboardIdentity, { identity })],
];

it.each(DOORS)(
  'a token whose membership was ended by %s is denied for that',
  async (_door, end) => {
    const { id, secret } = await joined();
    expect(await codeFor(world, secret, 'listInvoices')).toBe('allowed');
    await end(id);
    expect(await codeFor(world, secret, 'listInvoices')).toBe('membership_ended');
    await world.db.insert(memberships).values({
      ...{ groupId: fixture.group.id, identityId: id, addedBy: 'x', addedByName: 'x' },
    });
    expect(await codeFor(world, secret, 'listInvoices')).toBe('membership_ended');
  },
);
