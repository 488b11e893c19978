import { and, eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { notices } from '@/db/schema/notices';
import { organisationPolicy } from '@/db/schema/organisation';
import { ssoMappings } from '@/db/schema/sso';
import type { Actor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { AnyCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor } from '@/domain/testing/probes';
import { contextOf, mintOwn, signedIn } from '@/domain/testing/world';
import { approveRequest } from './approve-request';
import { createRequest } from './create-request';
import { isExtendable } from './extending';
import { getRequest } from './get-request';
import { listOffers } from './offers';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const run = (actor: Actor, command: AnyCommand, input: object) =>
  runCommand(command, contextOf(world.db, actor), input);
const askFor = (actor: Actor, input: object = {}) =>
  run(actor, createRequest, { group: 'billing', reason: 'on call longer', ...input });

let lead: Actor;
beforeAll(async () => {
  lead = await signedIn(world.db, fixture.lead.id);
});

/** Somebody in Billing for so many days, as an approved request leaves them. */
async function memberFor(name: string, days: number): Promise<Actor> {
  const email = `${name.toLowerCase()}@example.com`;
  const { id } = await asAdministrator(world, createIdentity, { type: 'person', name, email });
  const asker = await signedIn(world.db, id);
  const asked = await askFor(asker, { until: inDays(days) });
  if (!asked.ok) throw new Error(asked.message);
  const approved = await run(lead, approveRequest, { request: asked.value.id });
  if (!approved.ok) throw new Error(approved.message);
  return signedIn(world.db, id);
}

const membershipOf = async ({ id }: Pick<Actor, 'id'>) => {
  const here = and(eq(memberships.groupId, fixture.group.id), eq(memberships.identityId, id));
  return (await world.db.select().from(memberships).where(here))[0];
};
const setEnd = (actor: Pick<Actor, 'id'>, change: Partial<typeof memberships.$inferInsert>) =>
  world.owner.update(memberships).set(change).where(eq(memberships.identityId, actor.id));

const extendedOf = async (request: string) => {
  const found = await runQuery(getRequest, contextOf(world.db, lead), { request });
  return found.ok ? found.value.extended : found.code;
};

describe('access that ends soon', () => {
  it('is asked to last longer, and does where a lead agrees, with all its tokens', async () => {
    const nia = await memberFor('Nia', 2);
    const ends = (await membershipOf(nia))?.expiresAt?.toISOString();
    const { secret } = await mintOwn(world.db, nia.id, { group: 'billing', name: 'mine' });
    const until = inDays(5);
    const asked = await askFor(nia, { until });
    expect(asked).toMatchObject({
      ok: true,
      value: { title: 'Longer access to Billing', extendsFrom: ends, wishedUntil: until },
    });
    const request = asked.ok ? asked.value.id : '';
    const [told] = await world.db.select().from(notices).where(eq(notices.aboutId, request));
    expect(told).toMatchObject({ identityId: lead.id, facts: { endsAt: ends } });
    expect(await extendedOf(request)).toBe('runs');
    expect(await run(lead, approveRequest, { request })).toMatchObject({
      ...{ ok: true, value: { state: 'approved', grantedUntil: until, extendsFrom: ends } },
    });
    expect(await extendedOf(request)).toBeNull();
    expect(await membershipOf(nia)).toMatchObject({
      ...{ role: 'member', source: 'manual', expiresAt: new Date(until) },
    });
    expect(await codeFor(world, secret, 'listInvoices')).toBe('allowed');
  });

  it('is asked for once, and for a date behind its end', async () => {
    const moe = await memberFor('Moe', 3);
    const sooner = await askFor(moe, { until: inDays(2) });
    expect(sooner).toMatchObject({ ok: false, errors: [{ path: 'until' }] });
    expect(await askFor(moe, { until: inDays(6) })).toMatchObject({ ok: true });
    expect(await askFor(moe, { until: inDays(9) })).toMatchObject({ ok: false, kind: 'conflict' });
  });

  it('that ends late, or never, or is given by a provider, is not asked for', async () => {
    const [late, given] = [await memberFor('Lars', 8), await memberFor('Gil', 2)];
    const refused = { ok: false, code: 'already_member' };
    expect(await askFor(late, { until: inDays(20) })).toMatchObject(refused);
    expect(await askFor(await signedIn(world.db, fixture.member.id))).toMatchObject(refused);
    await setEnd(given, { source: 'scim', sourceId: world.administratorId });
    expect(await askFor(given, { until: inDays(20) })).toMatchObject(refused);
    const offers = async (actor: Actor) => {
      const found = await runQuery(listOffers, contextOf(world.db, actor), { q: 'billing' });
      return found.ok
        ? found.value.items.map(({ isMember, endsAt }) => ({ isMember, endsAt }))
        : [];
    };
    for (const actor of [late, given]) {
      expect(await offers(actor)).toEqual([{ isMember: true, endsAt: null }]);
    }
    const soon = await memberFor('Sol', 2);
    const ends = (await membershipOf(soon))?.expiresAt?.toISOString();
    expect(await offers(soon)).toEqual([{ isMember: true, endsAt: ends }]);
  });

  it('and was given by hand is prolonged, whoever says who else is in the group', async () => {
    const uma = await memberFor('Uma', 2);
    await world.db.insert(ssoMappings).values({
      ...{ id: newId('ssoMapping'), providerId: fixture.ssoProvider, externalGroup: 'billing' },
      ...{ groupId: fixture.group.id, createdBy: 'test', createdByName: 'test' },
    });
    const until = inDays(5);
    const asked = await askFor(uma, { until });
    const request = asked.ok ? asked.value.id : '';
    expect(await run(lead, approveRequest, { request })).toMatchObject({ ok: true });
    expect((await membershipOf(uma))?.expiresAt?.toISOString()).toBe(until);
    await world.db.delete(ssoMappings);
  });

  it('is never cut short, nor given again to who has it for good meanwhile', async () => {
    const ben = await memberFor('Ben', 2);
    const asked = await askFor(ben, { until: inDays(4) });
    const request = asked.ok ? asked.value.id : '';
    const add = (expiresAt: string | null) =>
      asAdministrator(world, editMembers, {
        ...{ group: 'billing', add: [{ identity: ben.id, expiresAt }] },
      });
    await add(inDays(6));
    expect(await run(lead, approveRequest, { request })).toMatchObject({
      ...{ ok: false, errors: [{ path: 'until', message: expect.stringContaining('already') }] },
    });
    await add(null);
    expect(await run(lead, approveRequest, { request })).toMatchObject({
      ...{ ok: false, code: 'already_member' },
    });
    expect((await membershipOf(ben))?.expiresAt).toBeNull();
  });

  it('that has ended meanwhile begins anew, and tokens that died with it stay dead', async () => {
    const eve = await memberFor('Eve', 2);
    const { secret } = await mintOwn(world.db, eve.id, { group: 'billing', name: 'old' });
    const asked = await askFor(eve, { until: inDays(4) });
    const past = { createdAt: new Date(Date.now() - DAY_MS), expiresAt: new Date(Date.now() - 1) };
    await setEnd(eve, past);
    const request = asked.ok ? asked.value.id : '';
    expect(await extendedOf(request)).toBe('ended');
    expect(await run(lead, approveRequest, { request })).toMatchObject({ ok: true });
    expect(await codeFor(world, secret, 'listInvoices')).toBe('membership_ended');
  });

  it('of somebody who was taken out meanwhile is not given again', async () => {
    const tom = await memberFor('Tom', 2);
    const asked = await askFor(tom, { until: inDays(6) });
    const taken = { group: 'billing', remove: [tom.id] };
    expect(await run(lead, editMembers, taken)).toMatchObject({ ok: true });
    const approve = { request: asked.ok ? asked.value.id : '' };
    expect(await extendedOf(approve.request)).toBe('removed');
    expect(await run(lead, approveRequest, approve)).toMatchObject({ code: 'request_outdated' });
    expect(await membershipOf(tom)).toBeUndefined();
  });

  it('of the only lead is told to administrators, approved by one, and leaves them a lead', async () => {
    await setEnd(lead, { expiresAt: new Date(inDays(1)) });
    const asked = await askFor(lead, { until: inDays(30) });
    const request = asked.ok ? asked.value.id : '';
    const told = await world.db.select().from(notices).where(eq(notices.aboutId, request));
    expect(told.map(({ identityId }) => identityId)).toEqual([world.administratorId]);
    expect(await run(lead, approveRequest, { request })).toMatchObject({
      ...{ ok: false, code: 'second_person' },
    });
    expect(await asAdministrator(world, approveRequest, { request })).toMatchObject({
      state: 'approved',
    });
    expect(await membershipOf(lead)).toMatchObject({ role: 'lead' });
  });

  it('lasts no longer than the organisation allows from then on', async () => {
    const pia = await memberFor('Pia', 3);
    await world.owner.update(organisationPolicy).set({ maxAccessSeconds: 86_400 });
    const beyond = await askFor(pia, { until: inDays(4) });
    expect(beyond).toMatchObject({ ok: false, errors: [{ path: 'until' }] });
    const asked = await askFor(pia);
    const request = asked.ok ? asked.value.id : '';
    // A day from now is before its end: it is not cut to that.
    expect(await run(world.administrator, approveRequest, { request })).toMatchObject({
      ...{ ok: false, errors: [{ path: 'until' }] },
    });
    await world.owner.update(organisationPolicy).set({ maxAccessSeconds: null });
  });
});

it('pages and commands agree on what ends soon', () => {
  const nowMs = Date.parse('2026-12-01T12:00:00Z');
  const ends = (expiresAt: string | null, source = 'manual') =>
    isExtendable({ source, expiresAt }, nowMs);
  expect(ends('2026-12-08T12:00:00Z')).toBe(true);
  expect(ends('2026-12-08T12:00:01Z')).toBe(false);
  expect(ends('2026-12-01T12:00:00Z')).toBe(false);
  expect(ends('2026-12-02T12:00:00Z', 'scim')).toBe(false);
  expect(ends(null)).toBe(false);
});
