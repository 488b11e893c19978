import { and, eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups, memberships } from '@/db/schema/groups';
import { notices } from '@/db/schema/notices';
import { requests } from '@/db/schema/requests';
import { type Actor, systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { AnyCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { approveRequest } from './approve-request';
import { createRequest } from './create-request';
import { denyRequest, withdrawRequest } from './deny-request';
import { expireRequest } from './expire-requests';

let second: Actor;

const person = async (name: string): Promise<string> => {
  const email = `${name.toLowerCase()}@example.com`;
  return (await asAdministrator(world, createIdentity, { type: 'person', name, email })).id;
};

beforeAll(async () => {
  const id = await person('Bo');
  await asAdministrator(world, editMembers, { group: 'administrators', add: [{ identity: id }] });
  await world.db.transaction((tx) => setPassword(tx, id, newId('session')));
  second = await signedIn(world.db, id);
  await asAdministrator(world, setOrganisationPolicy, { policy: { approvePrivileged: true } });
});

const run = (actor: Actor, command: AnyCommand, input: object) =>
  runCommand(command, contextOf(world.db, actor), input);

/** Somebody who asked to be an auditor; one administrator agreed, and a second is to. */
async function approvedOnce(name: string) {
  const asker = await signedIn(world.db, await person(name));
  const asked = await run(asker, createRequest, { group: 'auditors', reason: 'audit' });
  if (!asked.ok) throw new Error(asked.message);
  const once = await run(world.administrator, approveRequest, { request: asked.value.id });
  expect(once).toMatchObject({ ok: false, code: 'awaits_approval' });
  return { asker, access: asked.value.id, change: (once as { staged?: string }).staged ?? '' };
}

const stateOf = async (id: string) =>
  (await world.db.select().from(requests).where(eq(requests.id, id)))[0]?.state;
const pass = (id: string) =>
  world.db
    .update(requests)
    .set({ expiresAt: sql`now() - interval '1 minute'` })
    .where(eq(requests.id, id));
/** Neither is what was asked for given, nor does its request say so. */
async function isNotGiven({ asker, access, change }: Awaited<ReturnType<typeof approvedOnce>>) {
  const before = await stateOf(access);
  const { ok } = await run(second, approveRequest, { request: change });
  expect(ok).toBe(false);
  expect(await stateOf(access)).toBe(before);
  expect(await world.db.$count(memberships, eq(memberships.identityId, asker.id))).toBe(0);
}

it('a request that is withdrawn takes with it the change that was to fulfil it', async () => {
  const made = await approvedOnce('Nia');
  const withdrawn = await run(made.asker, withdrawRequest, { request: made.access });
  expect(withdrawn).toMatchObject({ ok: true });
  expect(await stateOf(made.change)).toBe('withdrawn');
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'requests.withdraw', after: { state: 'withdrawn', closed: [made.change] } },
  });
  await isNotGiven(made);
});

it('one that is denied does, and whoever approved it once is told', async () => {
  const made = await approvedOnce('Moe');
  const { access: request, change } = made;
  expect(await run(second, denyRequest, { request, reason: 'no' })).toMatchObject({ ok: true });
  expect(await stateOf(change)).toBe('denied');
  await isNotGiven(made);
  const told = and(eq(notices.identityId, world.administratorId), eq(notices.aboutId, change));
  expect(await world.db.select().from(notices).where(told)).toMatchObject([
    { kind: 'request.decided' },
  ]);
});

it('one that runs out does, as soon as its time has passed', async () => {
  const made = await approvedOnce('Kim');
  await pass(made.access);
  expect(await run(second, approveRequest, { request: made.change })).toMatchObject({
    ...{ ok: false, code: 'request_outdated', message: expect.stringContaining('Kim') },
  });
  await isNotGiven(made);
  const worker = systemActor('worker', ['requests.expire']);
  expect(await run(worker, expireRequest, { request: made.access })).toMatchObject({ ok: true });
  expect(await stateOf(made.change)).toBe('expired');
});

it('of a denial and a second approval at the same time, one holds', async () => {
  const { asker, access, change } = await approvedOnce('Sam');
  const [denied, approved] = await Promise.all([
    run(world.administrator, denyRequest, { request: access, reason: 'no' }),
    run(second, approveRequest, { request: change }),
  ]);
  expect([denied.ok, approved.ok].filter(Boolean)).toHaveLength(1);
  const isMember = (await world.db.$count(memberships, eq(memberships.identityId, asker.id))) > 0;
  expect(isMember).toBe(approved.ok);
  expect(await stateOf(access)).toBe(approved.ok ? 'approved' : 'denied');
});

it('a change stays denied by itself: what was asked for is open still', async () => {
  const { access, change } = await approvedOnce('Rex');
  expect(await run(second, denyRequest, { request: change, reason: 'not so' })).toMatchObject({
    ok: true,
  });
  expect(await stateOf(access)).toBe('open');
});

it('the same change that waits already, asked for by hand, is not the one that fulfils a request', async () => {
  const asker = await signedIn(world.db, await person('Ida'));
  const [auditors] = await world.db.select().from(groups).where(eq(groups.slug, 'auditors'));
  const group = auditors?.id;
  const add = [{ identity: asker.id, expiresAt: null }];
  const byHand = await run(world.administrator, editMembers, { group, add });
  expect(byHand).toMatchObject({ ok: false, code: 'awaits_approval' });
  const asked = await run(asker, createRequest, { group: 'auditors', reason: 'audit' });
  const request = asked.ok ? asked.value.id : '';
  const once = await run(world.administrator, approveRequest, { request });
  const change = (once as { staged?: string }).staged ?? '';
  expect(change).not.toBe((byHand as { staged?: string }).staged);
  expect(await run(second, approveRequest, { request: change })).toMatchObject({ ok: true });
  expect(await stateOf(request)).toBe('approved');
});

it('longer access to what controls Keyward waits for the second as well, and is then longer', async () => {
  const id = await person('Tom');
  const [ends, until] = [2, 5].map((days) => new Date(Date.now() + days * 86_400_000));
  const [auditors] = await world.db.select().from(groups).where(eq(groups.slug, 'auditors'));
  await world.owner.insert(memberships).values({
    ...{ groupId: auditors?.id ?? '', identityId: id, expiresAt: ends },
    ...{ addedBy: second.id, addedByName: second.name },
  });
  const asked = await run(await signedIn(world.db, id), createRequest, {
    ...{ group: 'auditors', reason: 'the audit takes longer', until: until?.toISOString() },
  });
  const request = asked.ok ? asked.value.id : '';
  const once = await run(world.administrator, approveRequest, { request });
  expect(once).toMatchObject({ ok: false, code: 'awaits_approval' });
  const end = async () =>
    (await world.db.select().from(memberships).where(eq(memberships.identityId, id)))[0]?.expiresAt;
  expect(await end()).toEqual(ends);
  const change = (once as { staged?: string }).staged;
  expect(await run(second, approveRequest, { request: change })).toMatchObject({ ok: true });
  expect(await end()).toEqual(until);
  expect(await stateOf(request)).toBe('approved');
});
