import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { notices } from '@/db/schema/notices';
import { breakGlass, signInPolicy, ssoAccounts, ssoProviders } from '@/db/schema/sso';
import { canSignIn, localSignInOf } from '@/domain/authority/can-sign-in';
import { newId } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { signIn } from '@/domain/sessions/sign-in';
import { recoverAdministrator } from '@/domain/setup/recover';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { contextOf, SERVER_SECRET } from '@/domain/testing/world';
import { setSignIn } from './sign-in-policy';

const PASSWORD = 'correct horse battery';
beforeAll(async ({ member }) => {
  for (const id of [world.administratorId, member.id]) {
    await world.db.transaction((tx) => setPassword(tx, id, PASSWORD));
  }
});

const set = (localSignIn: 'everyone' | 'break-glass', named: string[] = []) =>
  runCommand(setSignIn, contextOf(world.db, world.administrator), {
    localSignIn,
    breakGlass: named,
  });
const tryPassword = (email: string) =>
  signIn(
    {
      ...{ db: world.db, serverSecret: SERVER_SECRET },
      request: { id: newId('request'), ip: '192.0.2.1', userAgent: 'test' },
    },
    { email, password: PASSWORD },
  );

it('passwords can’t be switched off while nobody could administer then', async () => {
  expect(await set('break-glass')).toMatchObject({ ok: false, code: 'last_administrator' });
  expect(await set('break-glass', [fixture.member.id])).toMatchObject({
    ok: false,
    errors: [{ path: 'breakGlass.0' }],
  });
  expect(await tryPassword('max@example.com')).toMatchObject({ ok: true });
});

it('switched off, they let in break-glass administrators alone, and that is told', async () => {
  expect(await set('break-glass', ['ada@example.com'])).toMatchObject({ ok: true });
  expect(await tryPassword('max@example.com')).toMatchObject({
    ok: false,
    code: 'local_sign_in_off',
  });
  expect(await tryPassword('ada@example.com')).toMatchObject({ ok: true });
  const told = await world.db.select().from(notices).where(eq(notices.kind, 'sign_in.break_glass'));
  expect(told).toMatchObject([{ identityId: world.administratorId, aboutName: 'Ada' }]);
  expect(await set('everyone')).toMatchObject({ ok: true });
  expect(await tryPassword('max@example.com')).toMatchObject({ ok: true });
});

it('an administrator who has signed in with a provider will do, while it lets in', async () => {
  const account = {
    ...{ issuer: 'https://login.example.com', subject: 'ada', identityId: world.administratorId },
    providerId: fixture.ssoProvider,
  };
  await world.db.insert(ssoAccounts).values(account);
  expect(await set('break-glass')).toMatchObject({ ok: false, code: 'last_administrator' });
  await world.db.update(ssoAccounts).set({ lastSignInAt: new Date() });
  await world.db.update(ssoProviders).set({ enabled: false });
  expect(await set('break-glass')).toMatchObject({ ok: false, code: 'last_administrator' });
  await world.db.update(ssoProviders).set({ enabled: true });
  expect(await set('break-glass')).toMatchObject({ ok: true });
  expect(await tryPassword('ada@example.com')).toMatchObject({ ok: false });
});

it('who is recovered on the server is let in by the password they set', async () => {
  await world.db.update(signInPolicy).set({ localSignIn: 'break-glass' });
  const baseUrl = 'http://127.0.0.1:3000';
  expect(await recoverAdministrator(world.db, { email: 'ada@example.com', baseUrl })).toMatchObject(
    {
      ok: true,
    },
  );
  const named = await world.db.select().from(breakGlass);
  expect(named).toEqual([{ identityId: world.administratorId }]);
});

it('one rule says who may, to whoever signs in and to whoever counts administrators', async () => {
  const { id } = fixture.member;
  const ways = async () => {
    const [row] = await world.db
      .select({ may: canSignIn(identities.id) })
      .from(identities)
      .where(eq(identities.id, id));
    return [await localSignInOf(world.db, id), row?.may];
  };
  await world.db.update(signInPolicy).set({ localSignIn: 'everyone' });
  expect(await ways()).toEqual(['usual', true]);
  await world.db.update(signInPolicy).set({ localSignIn: 'break-glass' });
  expect(await ways()).toEqual(['off', false]);
  // Named, and no administrator (any more): a name alone opens nothing.
  await world.db.insert(breakGlass).values({ identityId: id }).onConflictDoNothing();
  expect(await ways()).toEqual(['off', false]);
  const [group] = await world.db.select().from(groups).where(eq(groups.slug, 'administrators'));
  const membership = { groupId: group?.id ?? '', identityId: id };
  const createdAt = new Date(Date.now() - 60_000);
  const added = { addedBy: 'fixture', addedByName: 'fixture', createdAt };
  await world.db.insert(memberships).values({ ...membership, ...added });
  expect(await ways()).toEqual(['break-glass', true]);
  const ended = { expiresAt: new Date(Date.now() - 1_000) };
  const inAdministrators = and(
    eq(memberships.identityId, id),
    eq(memberships.groupId, membership.groupId),
  );
  await world.db.update(memberships).set(ended).where(inAdministrators);
  expect(await ways()).toEqual(['off', false]);
});
