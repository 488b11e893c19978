import { desc, eq } from 'drizzle-orm';
import { afterAll, expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { identities, sessions } from '@/db/schema/identities';
import { ssoAccounts } from '@/db/schema/sso';
import { resolveSessionActor } from '@/domain/actors/resolve-actor';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { openProvider, type RealProvider } from '@/domain/testing/sso/open-provider';
import {
  goAndComeBack,
  makeProvider,
  REDIRECT_URI,
  signInAt,
  signOnDoorOf,
} from '@/domain/testing/sso/sso-world';
import type { ProviderRow } from './provider-target';
import { singleSignOn } from './single-sign-on';

let real: RealProvider;
let row: ProviderRow;
beforeAll(async () => {
  real = await openProvider([REDIRECT_URI]);
  row = await makeProvider(world, real);
  real.people.set('nina', {
    name: 'Nina',
    email: 'nina@example.com',
    email_verified: true,
    groups: [],
  });
});
afterAll(() => real.close());

const lastDenial = async () => {
  const { action, seq } = auditEvents;
  const [last] = await world.db
    .select()
    .from(auditEvents)
    .where(eq(action, 'sessions.signOn'))
    .orderBy(desc(seq))
    .limit(1);
  expect(last).toMatchObject({ outcome: 'denied', targetId: row.id });
  return last?.reason;
};

it('makes a person of who comes for the first time, and finds them again by issuer and subject', async () => {
  const first = await signInAt(world, real, row, 'nina');
  if (!first.ok) throw new Error(first.reason);
  const [person] = await world.db
    .select()
    .from(identities)
    .where(eq(identities.id, first.identity.id));
  expect(person).toMatchObject({ type: 'person', name: 'Nina', email: 'nina@example.com' });
  real.people.set('nina', { name: 'Nina', email: 'other@example.com', groups: [] });
  const second = await signInAt(world, real, row, 'nina');
  expect(second).toMatchObject({ ok: true, identity: { id: first.identity.id } });
  const actor = await resolveSessionActor(world.db, first.sessionId, null);
  expect(actor).toMatchObject({ id: first.identity.id, name: 'Nina' });
  const [session] = await world.db.select().from(sessions).where(eq(sessions.id, first.sessionId));
  expect(session).toMatchObject({ ssoProviderId: row.id, ssoSubject: 'nina' });
});

it.each([true, false, undefined])(
  'an email equal to an administrator’s (verified: %s) links nothing and lets nobody in',
  async (verified) => {
    real.people.set('mallory', { email: 'ADA@example.com', email_verified: verified, groups: [] });
    const before = await world.db.$count(sessions);
    expect(await signInAt(world, real, row, 'mallory')).toEqual({
      ok: false,
      reason: 'email_taken',
    });
    expect(await world.db.$count(sessions)).toBe(before);
    expect(await world.db.$count(ssoAccounts, eq(ssoAccounts.subject, 'mallory'))).toBe(0);
    expect(await lastDenial()).toBe('email_taken');
  },
);

it('admits no new person whose email the provider has not verified, unless it may', async () => {
  real.people.set('uwe', { email: 'uwe@example.com', email_verified: false, groups: [] });
  expect(await signInAt(world, real, row, 'uwe')).toEqual({
    ok: false,
    reason: 'email_unverified',
  });
  const lenient = await makeProvider(world, real, { acceptsUnverifiedEmail: true });
  expect(await signInAt(world, real, lenient, 'uwe')).toMatchObject({ ok: true });
});

it('a code is good once', async () => {
  const back = await goAndComeBack(real, 'nina');
  const door = signOnDoorOf(world, real);
  expect(await singleSignOn(door, row, back)).toMatchObject({ ok: true });
  expect(await singleSignOn(door, row, back)).toEqual({ ok: false, reason: 'code_refused' });
  expect(await lastDenial()).toMatch(/^code_refused/);
});

it('somebody else’s state is refused, and so is a code without the verifier of its sign-in', async () => {
  const [mine, stolen] = [await goAndComeBack(real, 'nina'), await goAndComeBack(real, 'nina')];
  const door = signOnDoorOf(world, real);
  const { parameters } = stolen;
  expect(await singleSignOn(door, row, { ...mine, parameters })).toEqual({
    ok: false,
    reason: 'state_mismatch',
  });
  const forced = { ...stolen, codeVerifier: mine.codeVerifier };
  expect(await singleSignOn(door, row, forced)).toEqual({ ok: false, reason: 'code_refused' });
});

it('the nonce of another sign-in is refused', async () => {
  const back = await goAndComeBack(real, 'nina');
  const other = { ...back, nonce: 'the nonce of another sign-in' };
  expect(await singleSignOn(signOnDoorOf(world, real), row, other)).toEqual({
    ok: false,
    reason: 'id_token_invalid',
  });
});

it('an answer that another provider gave is refused, by its “iss” and by its absence', async () => {
  const back = await goAndComeBack(real, 'nina');
  for (const iss of ['https://evil.example.com', null]) {
    const parameters = new URLSearchParams(back.parameters);
    if (iss === null) parameters.delete('iss');
    else parameters.set('iss', iss);
    const mixed = { ...back, parameters };
    expect(await singleSignOn(signOnDoorOf(world, real), row, mixed)).toEqual({
      ok: false,
      reason: 'issuer_mismatch',
    });
  }
});

it('a user whom the provider has disabled does not come back with a code', async () => {
  real.people.set('gone', { email: 'gone@example.com', groups: [] });
  expect(await signInAt(world, real, row, 'gone')).toMatchObject({ ok: true });
  const back = await goAndComeBack(real, 'gone');
  real.people.delete('gone');
  expect(await singleSignOn(signOnDoorOf(world, real), row, back)).toEqual({
    ok: false,
    reason: 'code_refused',
  });
  expect(await signInAt(world, real, row, 'gone')).toEqual({
    ok: false,
    reason: 'provider_refused',
  });
});

it('a person who is suspended here stays out, recorded as their own attempt', async () => {
  const { member } = fixture;
  await world.db.insert(ssoAccounts).values({
    ...{ issuer: real.url, subject: 'max', identityId: member.id, providerId: row.id },
  });
  real.people.set('max', { email: 'max@example.com', groups: [] });
  await world.db.update(identities).set({ state: 'suspended' }).where(eq(identities.id, member.id));
  expect(await signInAt(world, real, row, 'max')).toEqual({
    ok: false,
    reason: 'identity_suspended',
  });
  const [event] = await world.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.reason, 'identity_suspended'));
  expect(event).toMatchObject({ actorId: member.id, outcome: 'denied', action: 'sessions.signOn' });
});
