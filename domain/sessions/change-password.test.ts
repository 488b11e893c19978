import { and, asc, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { sessions } from '@/db/schema/identities';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { createIdentity } from '@/domain/identities/create-identity';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import { redeemSetupLink } from '@/domain/setup/open-link';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { bearer, contextOf, openWorld, signedIn, type World } from '@/domain/testing/world';
import { changeOwnPassword, changePassword } from './change-password';
import { signIn } from './sign-in';

const CURRENT = 'correct horse battery';
const NEXT = 'another long password';
let world: World;
let person: { id: string; email: string };
let actor: Actor;
let made = 0;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  made += 1;
  const email = `pat-${made}@example.com`;
  const { id } = await asAdministrator(world, createIdentity, {
    type: 'person',
    name: 'Pat',
    email,
  });
  person = { id, email };
  await world.db.transaction((tx) => setPassword(tx, id, CURRENT));
  actor = await signedIn(world.db, id);
});

const change = (input: object, by = actor) => changeOwnPassword(contextOf(world.db, by), input);
const enter = (password: string) =>
  signIn(contextOf(world.db, world.administrator), { email: person.email, password });
const denials = async () => {
  const events = await world.db
    .select({ reason: auditEvents.reason })
    .from(auditEvents)
    .where(and(eq(auditEvents.actorId, person.id), eq(auditEvents.outcome, 'denied')))
    .orderBy(asc(auditEvents.seq));
  return events.map(({ reason }) => reason);
};
const openSessions = () =>
  world.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.identityId, person.id), isNull(sessions.endedAt)));

it('a new password replaces the old one, ends the other sessions, and is an event', async () => {
  await signedIn(world.db, person.id);
  await signedIn(world.db, person.id);
  const changed = await change({ current: CURRENT, password: NEXT });
  expect(changed).toMatchObject({ ok: true, value: { endedSessions: 2 } });
  expect(await openSessions()).toEqual([{ id: actor.via.id }]);
  const event = await lastEvent(world);
  expect(event).toMatchObject({
    action: 'passwords.change',
    actorId: person.id,
    outcome: 'done',
    after: { password: 'changed' },
  });
  expect(JSON.stringify(event)).not.toMatch(/battery|another long/);
  expect(await enter(CURRENT)).toMatchObject({ ok: false, code: 'wrong_credentials' });
  expect(await enter(NEXT)).toMatchObject({ ok: true });
});

it('a link that would set another one stops working', async () => {
  const { secret } = await asAdministrator(world, inviteIdentity, { identity: person.id });
  await change({ current: CURRENT, password: NEXT });
  const door = contextOf(world.db, world.administrator);
  const redeemed = await redeemSetupLink(door, { code: secret, password: CURRENT } as never);
  expect(redeemed).toMatchObject({ ok: false, code: 'setup_link_invalid' });
});

it('the wrong current password changes nothing, is recorded, and is asked for five times', async () => {
  const wrong = { current: 'a guess', password: NEXT };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    expect(await change(wrong)).toMatchObject({
      ok: false,
      code: 'wrong_password',
      errors: [{ path: 'current' }],
    });
  }
  expect(await denials()).toEqual(Array.from({ length: 5 }, () => 'wrong_password'));
  expect(await lastEvent(world)).toMatchObject({
    action: 'passwords.change',
    actorId: person.id,
    outcome: 'denied',
    reason: 'wrong_password',
  });
  const right = await change({ current: CURRENT, password: NEXT });
  expect(right).toMatchObject({ ok: false, kind: 'throttled', code: 'too_many_attempts' });
  expect((await denials()).at(-1)).toBe('too_many_attempts');
  expect(await enter(CURRENT)).toMatchObject({ ok: true });
});

it('a short password and the present one are refused without using an attempt up', async () => {
  for (let attempt = 0; attempt < 6; attempt += 1) {
    expect(await change({ current: CURRENT, password: 'short' })).toMatchObject({
      ok: false,
      errors: [{ path: 'password' }],
    });
  }
  const same = await change({ current: CURRENT, password: CURRENT });
  expect(same).toMatchObject({ ok: false, errors: [{ path: 'password' }] });
  expect(await change({ current: CURRENT, password: NEXT })).toMatchObject({ ok: true });
});

it('of two changes at once one wins, and the other’s current password is then wrong', async () => {
  const twins = await Promise.all([
    change({ current: CURRENT, password: NEXT }),
    change({ current: CURRENT, password: 'a third long password' }),
  ]);
  expect(twins.filter(({ ok }) => ok)).toHaveLength(1);
  expect(twins.find(({ ok }) => !ok)).toMatchObject({ code: 'wrong_password' });
  expect(await denials()).toEqual(['wrong_password']);
  const entered = [await enter(NEXT), await enter('a third long password')];
  expect(entered.filter(({ ok }) => ok)).toHaveLength(1);
});

it('no token changes a password, not even an administrator’s own', async () => {
  const token = await bearer(world.db, world.managementToken);
  const refused = await runCommand(changePassword, contextOf(world.db, token), {
    current: CURRENT,
    password: NEXT,
  });
  expect(refused).toMatchObject({ ok: false, kind: 'forbidden', code: 'not_a_session' });
});
