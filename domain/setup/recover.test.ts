import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { passkeys } from '@/db/schema/factors';
import { auditEvents } from '@/db/schema/history';
import { identities, passwords } from '@/db/schema/identities';
import { organisationPolicy } from '@/db/schema/organisation';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { signIn } from '@/domain/sessions/sign-in';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { contextOf, openWorld, signedIn, type World } from '@/domain/testing/world';
import { redeemSetupLink } from './open-link';
import { recoverAdministrator } from './recover';

const password = 'correct horse battery';
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
// A new password ends sessions.
beforeEach(async () => {
  world.administrator = await signedIn(world.db, world.administratorId);
});

type More = Partial<Record<'fromAnywhere' | 'clearFactors' | 'oneAdministrator', boolean>>;
const recover = (email: string, more: More = {}) =>
  recoverAdministrator(world.db, { email, baseUrl: 'http://127.0.0.1:3000', ...more });
const set = (column: object, id: string) =>
  world.db.update(identities).set(column).where(eq(identities.id, id));

async function comesBack(email: string, more: More = {}) {
  const made = await recover(email, more);
  if (!made.ok) throw new Error(made.message);
  const door = contextOf(world.db, world.administrator);
  const code = new URL(made.setupUrl).hash.slice(1);
  expect(await redeemSetupLink(door, { code, password } as never)).toMatchObject({ ok: true });
  expect(await signIn(door, { email, password })).toMatchObject({ ok: true });
  return made;
}

it('gives an administrator who can’t sign in a one-time link, and is an event of its own', async () => {
  await world.db.delete(passwords).where(eq(passwords.identityId, world.administratorId));
  await recover('ADA@example.com');
  expect(await lastEvent(world)).toMatchObject({
    action: 'setup.recover',
    actorType: 'system',
    actorId: 'recover',
    outcome: 'done',
    targetId: world.administratorId,
  });
  await comesBack('ada@example.com');
});

it('gives nobody else one, and says who the administrators are', async () => {
  const person = { type: 'person' as const, name: 'Eve', email: 'eve@example.com' };
  await asAdministrator(world, createIdentity, person);
  for (const email of ['eve@example.com', 'nobody@example.com']) {
    const refused = await recover(email);
    expect(refused).toMatchObject({ ok: false, code: 'not_administrator' });
    expect(!refused.ok && refused.message).toContain('ada@example.com');
  }
});

it('resumes a suspended administrator only where nobody else could', async () => {
  const person = { type: 'person' as const, name: 'Bo', email: 'bo@example.com' };
  const { id } = await asAdministrator(world, createIdentity, person);
  await asAdministrator(world, editMembers, { group: 'administrators', add: [{ identity: id }] });
  await set({ state: 'suspended' }, id);
  const refused = await recover('bo@example.com');
  expect(refused).toMatchObject({ ok: false, code: 'identity_suspended' });
  await world.db.delete(passwords);
  expect(await comesBack('bo@example.com')).toMatchObject({ resumed: true });
});

it('lets one administrator alone give rights again where it is asked to, and says so', async () => {
  const isOn = async () => (await world.db.select().from(organisationPolicy))[0]?.approvePrivileged;
  await world.db.update(organisationPolicy).set({ approvePrivileged: true });
  await recover('ada@example.com');
  expect(await isOn()).toBe(true);
  await recover('ada@example.com', { oneAdministrator: true });
  expect(await isOn()).toBe(false);
  expect(await lastEvent(world)).toMatchObject({ after: { approvePrivileged: false } });
});

it('lifts the address limit of Administrators where it is asked to', async () => {
  await world.db.execute(
    sql`update groups set allowed_cidrs = array['203.0.113.0/24'] where slug = 'administrators'`,
  );
  await comesBack('ada@example.com', { fromAnywhere: true });
  const { rows } = await world.db.execute<{ cidrs: string[] }>(
    sql`select allowed_cidrs as cidrs from groups where slug = 'administrators'`,
  );
  expect(rows[0]?.cidrs).toEqual([]);
});

it('keeps second factors, and removes them where it is asked to, with an event', async () => {
  const [ada] = await world.db
    .select()
    .from(identities)
    .where(eq(identities.email, 'ada@example.com'));
  const identityId = ada?.id ?? '';
  await world.db.insert(passkeys).values({
    ...{ id: 'key', identityId, name: 'Laptop', publicKey: 'AA', counter: 0, isBackedUp: false },
  });
  await comesBack('ada@example.com');
  expect(await world.db.$count(passkeys)).toBe(1);
  await comesBack('ada@example.com', { clearFactors: true });
  expect(await world.db.$count(passkeys)).toBe(0);
  const events = await world.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.action, 'setup.recover'));
  const cleared = { passkeys: ['Laptop'], authenticator: false };
  expect(events.filter(({ after }) => after && 'clearedFactors' in after)).toMatchObject([
    { outcome: 'done', targetId: identityId, after: { clearedFactors: cleared } },
  ]);
});
