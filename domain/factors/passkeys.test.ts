import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { passkeyChallenges, passkeys } from '@/db/schema/factors';
import { auditEvents } from '@/db/schema/history';
import { sessions } from '@/db/schema/identities';
import { notices } from '@/db/schema/notices';
import { resolveSessionActor } from '@/domain/actors/resolve-actor';
import { newId } from '@/domain/base/ids';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { softAuthenticator } from '@/domain/testing/soft-authenticator';
import { SERVER_SECRET } from '@/domain/testing/world';
import { runOwn } from './own-session';
import { authenticationOptions, proveByPasskey, removePasskey } from './passkeys';
import { relyingPartyOf } from './relying-party';
import { renamePasskey } from './rename-passkey';
import { signInByPasskey } from './sign-in-by-passkey';

const PARTY = { id: 'keyward.example.com', origin: 'https://keyward.example.com' };
const own = softAuthenticator();
let uses = 0;

beforeAll(async ({ member }) => {
  await world.db.insert(passkeys).values({
    ...{ id: own.id, identityId: member.id, name: 'Laptop', publicKey: own.publicKey },
    ...{ counter: 0, isBackedUp: false },
  });
});

const door = () => ({
  ...{ db: world.db, serverSecret: SERVER_SECRET },
  request: { id: newId('request'), ip: `198.51.100.${(uses % 200) + 1}`, userAgent: 'test' },
});
async function challengeFor(sessionId: string | null): Promise<string> {
  const options = await authenticationOptions({ db: world.db, sessionId }, PARTY);
  if (!options.ok) throw new Error(options.message);
  return options.value.challenge;
}
const signed = (challenge: string, wrong: Partial<Parameters<typeof own.sign>[0]> = {}) => {
  uses += 1;
  const { origin, id: rpId } = PARTY;
  return own.sign({ challenge, origin, rpId, counter: uses, ...wrong });
};
const signInWith = (answer: unknown) => signInByPasskey(door(), PARTY, answer);
async function pending(): Promise<string> {
  const id = newId('session');
  const expiresAt = sql`now() + interval '1 hour'`;
  await world.db.insert(sessions).values({ id, identityId: fixture.member.id, expiresAt });
  return id;
}

it('signs in alone, with a session that owes nothing and has just been proved', async () => {
  const userHandle = Buffer.from(fixture.member.id).toString('base64url');
  const result = await signInWith(signed(await challengeFor(null), { userHandle }));
  if (!result.ok) throw new Error(result.message);
  const actor = await resolveSessionActor(world.db, result.sessionId, null);
  expect(actor).toMatchObject({ id: fixture.member.id, isProven: true });
});

it.each([
  ['another origin', { origin: 'https://keyward.example.org' }],
  ['another relying party', { rpId: 'example.org' }],
  ['a user it did not ask', { isVerified: false }],
  ['the handle of somebody else', { userHandle: 'aWRuXzE' }],
])('is refused with %s, and that is recorded', async (_what, wrong) => {
  const before = await world.db.$count(auditEvents);
  const refused = await signInWith(signed(await challengeFor(null), wrong));
  expect(refused).toMatchObject({ ok: false, code: 'passkey_refused' });
  expect(await world.db.$count(auditEvents)).toBe(before + 1);
});

it('is refused with a challenge of nobody, one that was used, and one that has run out', async () => {
  const refused = { ok: false, code: 'passkey_refused' };
  expect(await signInWith(signed('bm9ib2R5'))).toMatchObject(refused);
  const challenge = await challengeFor(null);
  const twins = await Promise.all([signInWith(signed(challenge)), signInWith(signed(challenge))]);
  expect(twins.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await signInWith(signed(challenge))).toMatchObject(refused);
  const late = await challengeFor(null);
  await world.db
    .update(passkeyChallenges)
    .set({ expiresAt: sql`now() - interval '1 millisecond'` })
    .where(eq(passkeyChallenges.challenge, late));
  expect(await signInWith(signed(late))).toMatchObject(refused);
});

it('a challenge is good for the session and the purpose that it was given out for', async () => {
  const [one, other] = [await pending(), await pending()];
  const prove = async (sessionId: string, challenge: string) =>
    (await proveByPasskey({ ...door(), sessionId }, PARTY, signed(challenge))).ok;
  expect(await prove(one, await challengeFor(other))).toBe(false);
  expect(await prove(one, await challengeFor(null))).toBe(false);
  expect(await signInWith(signed(await challengeFor(one)))).toMatchObject({ ok: false });
  expect(await prove(one, await challengeFor(one))).toBe(true);
});

it('a signature of another key lets nobody in', async () => {
  const stranger = softAuthenticator();
  const { origin, id: rpId } = PARTY;
  const answer = stranger.sign({ challenge: await challengeFor(null), origin, rpId, counter: 9 });
  const refused = await signInWith({ ...answer, id: own.id, rawId: own.id });
  expect(refused).toMatchObject({ code: 'passkey_refused' });
  for (const wrong of [null, 'x', {}, { ...answer, id: "' or true --" }]) {
    expect(await signInWith(wrong)).toMatchObject({ code: 'passkey_refused' });
  }
});

it('lets nobody in who is suspended, or where passwords are off', async () => {
  await world.db.execute(sql`update sign_in_policy set local_sign_in = 'break-glass'`);
  const off = await signInWith(signed(await challengeFor(null)));
  expect(off).toMatchObject({ ok: false, code: 'local_sign_in_off' });
  await world.db.execute(sql`update sign_in_policy set local_sign_in = 'everyone'`);
  await asAdministrator(world, suspendIdentity, { identity: fixture.member.id });
  const suspended = await signInWith(signed(await challengeFor(null)));
  expect(suspended).toMatchObject({ ok: false, code: 'identity_suspended' });
  await world.db.execute(
    sql`update identities set state = 'active' where id = ${fixture.member.id}`,
  );
});

it('the last way in can’t be removed', async () => {
  const result = await signInWith(signed(await challengeFor(null)));
  if (!result.ok) throw new Error(result.message);
  const at = { ...door(), sessionId: result.sessionId };
  const refused = await runOwn(removePasskey, at, { id: own.id });
  expect(refused).toMatchObject({ ok: false, code: 'last_factor' });
});

it('a counter that goes back is refused, recorded, told, and the end of the passkey', async () => {
  const back = await signInWith(signed(await challengeFor(null), { counter: 1 }));
  expect(back).toMatchObject({ ok: false, code: 'passkey_cloned' });
  const events = await world.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.action, 'passkeys.markCloned'));
  expect(events).toMatchObject([{ outcome: 'done', targetId: fixture.member.id }]);
  const told = await world.db.select().from(notices).where(eq(notices.kind, 'passkey.cloned'));
  const whom = told.map(({ identityId }) => identityId).sort();
  expect(whom).toEqual([fixture.member.id, world.administratorId].sort());
  const forward = await signInWith(signed(await challengeFor(null)));
  expect(forward).toMatchObject({ ok: false, code: 'passkey_cloned' });
  // Nor is the password alone enough then.
  const actor = await resolveSessionActor(world.db, await pending(), null);
  expect(actor).toMatchObject({ ok: false, code: 'factor_owed' });
});

it('the relying party is the dashboard’s name, and no number', () => {
  expect(relyingPartyOf('https://keyward.example.com')).toEqual(PARTY);
  const local = { id: 'localhost', origin: 'http://localhost:3000' };
  expect(relyingPartyOf('http://127.0.0.1:3000')).toEqual(local);
  expect(relyingPartyOf('http://localhost:3000')).toEqual(local);
  expect(relyingPartyOf('https://192.0.2.1')).toBeNull();
  expect(relyingPartyOf('https://[2001:db8::1]')).toBeNull();
});

it('is renamed by its person alone', async () => {
  const rename = async (identityId: string, secondFactor: 'passkey' | null) => {
    const id = newId('session');
    const lasting = { expiresAt: sql`now() + interval '1 hour'`, provenAt: sql`now()` };
    await world.db.insert(sessions).values({ id, identityId, secondFactor, ...lasting });
    const input = { id: own.id, name: 'Old laptop' };
    return runOwn(renamePasskey, { ...door(), sessionId: id }, input);
  };
  const nameNow = async () =>
    (await world.db.select().from(passkeys).where(eq(passkeys.id, own.id)))[0]?.name;
  const refused = await rename(fixture.colleague.id, null);
  expect(refused).toMatchObject({ ok: false, code: 'not_found' });
  expect(await nameNow()).toBe('Laptop');
  expect(await rename(fixture.member.id, 'passkey')).toMatchObject({ ok: true });
  expect(await nameNow()).toBe('Old laptop');
});
