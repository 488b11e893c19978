import { and, eq, isNull, notInArray, sql } from 'drizzle-orm';
import { beforeEach, expect } from 'vitest';
import { passkeys, recoveryCodes, totpSecrets } from '@/db/schema/factors';
import { identities, passwords, sessions } from '@/db/schema/identities';
import { notices } from '@/db/schema/notices';
import { resolveSessionActor } from '@/domain/actors/resolve-actor';
import type { Actor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { fixture, it, world } from '@/domain/testing/fixture';
import { holderOf } from '@/domain/testing/holder';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { clearFactors } from './clear-factors';

let person: { id: string };
let made = 0;

beforeEach(async () => {
  made += 1;
  const email = `pia-${made}@example.com`;
  person = await asAdministrator(world, createIdentity, { type: 'person', name: 'Pia', email });
  const identityId = person.id;
  await world.db.insert(passkeys).values({
    ...{ id: `key-${made}`, identityId, name: 'Lost phone', publicKey: 'AA' },
    ...{ counter: 0, isBackedUp: false },
  });
  await world.db
    .insert(totpSecrets)
    .values({ identityId, sealed: 'sealed', confirmedAt: new Date() });
  await world.db.insert(recoveryCodes).values({ identityId, sha256: `a hash ${made}` });
});

const clear = (actor: Actor = world.administrator, identity = person.id) =>
  runCommand(clearFactors, contextOf(world.db, actor), { identity });
const left = async () => {
  const { db } = world;
  return [
    await db.$count(passkeys, eq(passkeys.identityId, person.id)),
    await db.$count(totpSecrets, eq(totpSecrets.identityId, person.id)),
    await db.$count(recoveryCodes, eq(recoveryCodes.identityId, person.id)),
  ];
};
/** They have given their code in it. */
async function openSession() {
  const session = { id: newId('session'), identityId: person.id, secondFactor: 'totp' as const };
  const until = { expiresAt: sql`now() + interval '1 hour'`, provenAt: sql`now()` };
  await world.db.insert(sessions).values({ ...session, ...until });
  const actor = await resolveSessionActor(world.db, session.id, null);
  if (isRefusal(actor)) throw new Error(actor.message);
  return actor;
}
const openSessions = () =>
  world.db.$count(sessions, and(eq(sessions.identityId, person.id), isNull(sessions.endedAt)));

it('removes all of them, ends the sessions, and tells the person and the other administrators', async () => {
  const add = [{ identity: fixture.lead.id }];
  await asAdministrator(world, editMembers, { group: 'administrators', add });
  await openSession();
  expect(await clear()).toMatchObject({
    ...{ ok: true, value: { passkeys: 1, authenticator: true, endedSessions: 1 } },
  });
  expect(await left()).toEqual([0, 0, 0]);
  expect(await openSessions()).toBe(0);
  const told = await world.db
    .select()
    .from(notices)
    .where(and(eq(notices.kind, 'factors.cleared'), eq(notices.aboutId, person.id)));
  expect(told.map(({ identityId }) => identityId).sort()).toEqual(
    [person.id, fixture.lead.id].sort(),
  );
  expect(await clear()).toMatchObject({ ok: false, code: 'no_factor' });
});

it('is nothing for somebody who has not proved that it is them', async () => {
  const refused = await clear({ ...world.administrator, isProven: false });
  expect(refused).toMatchObject({ ok: false, code: 'proof_needed' });
  expect(await left()).toEqual([1, 1, 1]);
});

it('is no way into an account for whoever holds less than all of Keyward', async () => {
  const helper = await holderOf(world, 'helpers', ['identities.clearFactors', 'identities.get']);
  expect(await clear(helper)).toMatchObject({ ok: false, code: 'needs_administrator' });
  expect(await left()).toEqual([1, 1, 1]);
});

it('is no way around the rule of the last factor for one’s own', async () => {
  const add = [{ identity: person.id }];
  await asAdministrator(world, editMembers, { group: 'administrators', add });
  expect(await clear(await openSession())).toMatchObject({ ok: false, code: 'own_factors' });
  expect(await left()).toEqual([1, 1, 1]);
});

it('clears a copied passkey too, and no service account has any', async () => {
  await world.db
    .update(passkeys)
    .set({ clonedAt: new Date() })
    .where(eq(passkeys.id, `key-${made}`));
  await world.db.delete(totpSecrets).where(eq(totpSecrets.identityId, person.id));
  expect(await clear()).toMatchObject({ ok: true, value: { passkeys: 1, authenticator: false } });
  const service = await clear(world.administrator, fixture.service.id);
  expect(service).toMatchObject({ ok: false, code: 'no_factor' });
});

it('keeps the passkey of the only administrator who can sign in', async () => {
  const { db, administratorId } = world;
  await db.delete(totpSecrets).where(eq(totpSecrets.identityId, person.id));
  const add = [{ identity: person.id }];
  await asAdministrator(world, editMembers, { group: 'administrators', add });
  const kept = await db.select().from(passwords).where(eq(passwords.identityId, administratorId));
  await db.delete(passwords).where(eq(passwords.identityId, administratorId));
  const others = notInArray(identities.id, [administratorId, person.id]);
  await db.update(identities).set({ state: 'suspended' }).where(others);
  const refused = await clear();
  if (kept.length > 0) await db.insert(passwords).values(kept);
  expect(refused).toMatchObject({ ok: false, code: 'last_administrator' });
  expect((await left())[0]).toBe(1);
});
