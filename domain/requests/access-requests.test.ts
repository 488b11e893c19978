import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups, memberships } from '@/db/schema/groups';
import { notices } from '@/db/schema/notices';
import { organisationPolicy } from '@/db/schema/organisation';
import { ssoMappings } from '@/db/schema/sso';
import type { Actor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { AnyCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { setPassword } from '@/domain/credentials/set-password';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createIdentity } from '@/domain/identities/create-identity';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { approveRequest } from './approve-request';
import { createRequest } from './create-request';
import { denyRequest } from './deny-request';
import { getRequest } from './get-request';
import { countRequests, listRequests } from './list-requests';
import { findOperations, listOffers } from './offers';
import type { RequestView } from './request-view';

const DAY_MS = 86_400_000;
let lead: Actor;

beforeAll(async () => {
  lead = await signedIn(world.db, fixture.lead.id);
});

const run = (actor: Actor, command: AnyCommand, input: object) =>
  runCommand(command, contextOf(world.db, actor), input);
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

/** Somebody in no group, signed in. */
async function newcomer(name: string): Promise<Actor> {
  const email = `${name.toLowerCase()}@example.com`;
  const { id } = await asAdministrator(world, createIdentity, { type: 'person', name, email });
  return signedIn(world.db, id);
}

async function asked(actor: Actor, input: object): Promise<RequestView> {
  const result = await run(actor, createRequest, { reason: 'on call', ...input });
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const membershipOf = async (actor: Actor, groupId = fixture.group.id) =>
  (
    await world.db
      .select()
      .from(memberships)
      .where(and(eq(memberships.groupId, groupId), eq(memberships.identityId, actor.id)))
  )[0];
const toldTo = async (actor: Actor) =>
  (await world.db.select().from(notices).where(eq(notices.identityId, actor.id))).map(
    ({ kind, aboutId }) => `${kind} ${aboutId}`,
  );

it('gives what a lead approves, until the wished date, and says so in the log and to both', async () => {
  const nia = await newcomer('Nia');
  const until = inDays(3);
  const { id } = await asked(nia, { group: 'billing', until });
  expect(await toldTo(lead)).toEqual([`request.access ${id}`]);
  const seen = await runQuery(getRequest, { db: world.db, actor: lead }, { request: id });
  expect(seen).toMatchObject({
    value: { gained: [{ api: 'billing', name: 'listInvoices' }], heldCount: 0, gainCount: 1 },
  });
  expect(await runQuery(countRequests, { db: world.db, actor: lead }, {})).toMatchObject({
    value: { waiting: 1 },
  });
  expect(await run(lead, approveRequest, { request: id })).toMatchObject({
    ok: true,
    value: { state: 'approved', grantedUntil: until },
  });
  // What it gave is still told, though by now they hold it.
  expect(await runQuery(getRequest, { db: world.db, actor: lead }, { request: id })).toMatchObject({
    value: { gained: [{ name: 'listInvoices' }], heldCount: 0, gainCount: 1 },
  });
  expect(await membershipOf(nia)).toMatchObject({
    ...{ role: 'member', source: 'manual', addedByName: 'Lea', expiresAt: new Date(until) },
  });
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'groups.editMembers', actorName: 'Lea', targetId: fixture.group.id },
    reason: `${id} of Nia: on call`,
  });
  expect(await toldTo(nia)).toEqual([`request.decided ${id}`]);
});

it('asks for the smallest group that has all of the operations; of two, for the first by name', async () => {
  const scope = (name: string, operations: string[]) =>
    asAdministrator(world, createScope, { api: 'billing', name, operations });
  await scope('all', ['listInvoices', 'createInvoice', 'deleteInvoice']);
  await scope('write', ['listInvoices', 'createInvoice']);
  for (const [slug, name] of [
    ['wide', 'A wide one'],
    ['second', 'Second'],
    ['first', 'First'],
  ] as const) {
    await asAdministrator(world, createGroup, { slug, name });
    const scopes = [slug === 'wide' ? 'billing/all' : 'billing/write'];
    await asAdministrator(world, setGroupScopes, { group: slug, scopes });
  }
  const moe = await newcomer('Moe');
  const offers = await runQuery(
    listOffers,
    { db: world.db, actor: moe },
    { operations: ['billing createInvoice', 'billing listInvoices'] },
  );
  expect(offers).toMatchObject({
    value: {
      items: [
        { slug: 'first', beyondCount: 0 },
        { slug: 'second', beyondCount: 0 },
        { slug: 'wide', beyondCount: 1 },
      ],
    },
  });
  expect(await asked(moe, { operations: ['billing createInvoice'] })).toMatchObject({
    group: { slug: 'first' },
    operations: ['billing createInvoice'],
  });
});

it('finds operations and groups by words of several columns, as their label is written', async () => {
  const rex = { db: world.db, actor: await newcomer('Rex') };
  const operations = async (q: string) => {
    const found = await runQuery(findOperations, rex, { q });
    return found.ok ? found.value.items.map(({ api, name }) => `${api} ${name}`) : found;
  };
  expect(await operations('billing deleteInvoice')).toEqual(['billing deleteInvoice']);
  expect(await operations('billing nothing')).toEqual([]);
  const groupsOf = await runQuery(listOffers, rex, { q: 'one wide' });
  expect(groupsOf).toMatchObject({ value: { items: [{ slug: 'wide' }] } });
});

it('lets nobody approve their own request, but who could have added themselves', async () => {
  const zoe = await newcomer('Zoe');
  await asAdministrator(world, createGroup, { slug: 'zone', name: 'Zone' });
  await asAdministrator(world, editMembers, {
    group: 'zone',
    add: [{ identity: zoe.id, role: 'lead' }],
  });
  const leading = await signedIn(world.db, zoe.id);
  const { id } = await asked(leading, { group: 'billing' });
  expect(await run(leading, approveRequest, { request: id })).toMatchObject({
    ...{ ok: false, code: 'not_granted' },
  });
  const own = await asked(world.administrator, { group: 'billing' });
  expect(await run(world.administrator, approveRequest, { request: own.id })).toMatchObject({
    ok: true,
  });
});

it('holds what is requested to the organisation’s limit', async () => {
  await world.db.update(organisationPolicy).set({ maxAccessSeconds: 7 * 86_400 });
  const kim = await newcomer('Kim');
  expect(
    await run(kim, createRequest, { group: 'billing', reason: 'x', until: inDays(8) }),
  ).toMatchObject({ ok: false, code: 'invalid_input', errors: [{ path: 'until' }] });
  const { id } = await asked(kim, { group: 'billing' });
  expect(await run(lead, approveRequest, { request: id, until: inDays(30) })).toMatchObject({
    ...{ ok: false, errors: [{ path: 'until' }] },
  });
  expect(await run(lead, approveRequest, { request: id })).toMatchObject({ ok: true });
  const { expiresAt } = (await membershipOf(kim)) ?? {};
  expect(Math.round(((expiresAt?.getTime() ?? 0) - Date.now()) / DAY_MS)).toBe(7);
  await world.db.update(organisationPolicy).set({ maxAccessSeconds: null });
});

it('says of a group that a provider fills whom to ask', async () => {
  await asAdministrator(world, createGroup, { slug: 'filled', name: 'Filled' });
  const [group] = await world.db.select().from(groups).where(eq(groups.slug, 'filled'));
  await world.db.insert(ssoMappings).values({
    ...{ id: newId('ssoMapping'), providerId: fixture.ssoProvider, externalGroup: 'ops' },
    ...{ groupId: group?.id ?? '', createdBy: 'test', createdByName: 'test' },
  });
  const pat = await newcomer('Pat');
  expect(await run(pat, createRequest, { group: 'filled', reason: 'x' })).toMatchObject({
    ...{ ok: false, code: 'managed_membership', message: expect.stringContaining('Acme') },
  });
});

it('keeps a request to those it concerns, and a second of the same from being made', async () => {
  const sam = await newcomer('Sam');
  const { id } = await asked(sam, { group: 'first' });
  expect(await run(sam, createRequest, { group: 'first', reason: 'again' })).toMatchObject({
    ...{ ok: false, code: 'already_exists' },
  });
  expect(await run(lead, denyRequest, { request: id, reason: 'no' })).toMatchObject({
    ...{ ok: false, code: 'not_found' },
  });
  const listed = await runQuery(listRequests, { db: world.db, actor: sam }, {});
  expect(listed).toMatchObject({ value: { items: [{ id }], total: 1 } });
});

it('takes two administrators for a group that controls Keyward, where the organisation says so', async () => {
  const bo = await newcomer('Bo');
  await asAdministrator(world, editMembers, {
    group: 'administrators',
    add: [{ identity: bo.id }],
  });
  await world.db.transaction((tx) => setPassword(tx, bo.id, newId('session')));
  await asAdministrator(world, setOrganisationPolicy, { policy: { approvePrivileged: true } });
  const tia = await newcomer('Tia');
  const { id } = await asked(tia, { group: 'auditors', until: inDays(2) });
  const once = await run(world.administrator, approveRequest, { request: id });
  expect(once).toMatchObject({ ok: false, code: 'awaits_approval' });
  const change = (once as { staged?: string }).staged ?? '';
  const seen = () => runQuery(getRequest, { db: world.db, actor: tia }, { request: id });
  expect(await seen()).toMatchObject({ value: { state: 'open', waitsFor: change } });
  expect(await run(world.administrator, approveRequest, { request: change })).toMatchObject({
    ...{ ok: false, code: 'second_person' },
  });
  const second = await signedIn(world.db, bo.id);
  expect(await run(second, approveRequest, { request: change })).toMatchObject({ ok: true });
  expect(await seen()).toMatchObject({ value: { state: 'approved', decided: { by: 'Bo' } } });
});
