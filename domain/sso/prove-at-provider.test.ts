import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect } from 'vitest';
import { totpSecrets } from '@/db/schema/factors';
import { auditEvents } from '@/db/schema/history';
import { sessions } from '@/db/schema/identities';
import { ssoProviders, ssoTries } from '@/db/schema/sso';
import { resolveSessionActor } from '@/domain/actors/resolve-actor';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { CLIENT, openProvider, type RealProvider } from '@/domain/testing/sso/open-provider';
import {
  goAndComeBack,
  makeProvider,
  REDIRECT_URI,
  signInAt,
  signOnDoorOf,
} from '@/domain/testing/sso/sso-world';
import { beginOwnProof, endProof } from './prove-at-provider';
import type { ProviderRow } from './provider-target';

const ANEW = { max_age: '0', prompt: 'login' };

let real: RealProvider;
let row: ProviderRow;
let session: string;
beforeAll(async () => {
  real = await openProvider([REDIRECT_URI]);
  row = await makeProvider(world, real);
  real.people.set('max', { name: 'Max', email: 'max@proof.example.com', groups: [] });
  real.people.set('mia', { name: 'Mia', email: 'mia@proof.example.com', groups: [] });
});
afterAll(() => real.close());
beforeEach(async () => {
  // A provider that isn't asked says nothing of when they signed in.
  const signed = await signInAt(world, real, row);
  if (!signed.ok) throw new Error(signed.reason);
  session = signed.sessionId;
});

async function actorOf(id = session) {
  const actor = await resolveSessionActor(world.db, id, null);
  if (isRefusal(actor)) throw new Error(actor.code);
  return actor;
}

async function begin(id = session) {
  const door = { ...signOnDoorOf(world, real), sessionId: id };
  const begun = await beginOwnProof(door);
  if (!begun.ok) throw new Error(begun.code);
  const { id: personId, name } = await actorOf(id);
  return { proof: begun.value.proof, session: id, person: { id: personId, name } };
}

type Begun = Awaited<ReturnType<typeof begin>>;
const end = async (open: Begun, asked: Record<string, string> = ANEW, signedIn = 'max') =>
  endProof(signOnDoorOf(world, real), row, open, await goAndComeBack(real, signedIn, asked));

it('who signs in anew at their provider has proved who they are', async () => {
  expect((await actorOf()).isProven).toBe(false);
  expect(await end(await begin())).toBeNull();
  expect((await actorOf()).isProven).toBe(true);
  const proved = and(
    eq(auditEvents.action, 'sessions.proveAtProvider'),
    eq(auditEvents.outcome, 'done'),
  );
  const [event] = await world.db.select().from(auditEvents).where(proved);
  expect(event?.after).toMatchObject({ proof: 'provider', session, subject: 'max' });
});

/** Comes back where the provider's answer says that they signed in there so many seconds ago. */
async function endWith(secondsAgo: number | null) {
  const open = await begin();
  const back = await goAndComeBack(real, 'max', ANEW);
  const now = Math.floor(Date.now() / 1_000);
  const token = await real.sign({
    ...{ iss: real.url, aud: CLIENT.client_id, sub: 'max', nonce: back.nonce },
    ...{ iat: now, exp: now + 300 },
    ...(secondsAgo !== null && { auth_time: now - secondsAgo }),
  });
  const answers: Record<string, object> = {
    '/token': { access_token: 'an access token', token_type: 'Bearer', id_token: token },
    '/me': { sub: 'max' },
  };
  real.state.instead = ({ url }, response) => {
    const answer = answers[url ?? ''];
    if (answer === undefined) return false;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
    return true;
  };
  const outcome = await endProof(signOnDoorOf(world, real), row, open, back);
  real.state.instead = () => false;
  return outcome;
}

it('a sign-in of ten minutes ago is no proof, nor one of which the provider says no time', async () => {
  expect(await endWith(601)).toBe('not_signed_in_anew');
  expect(await endWith(null)).toBe('not_signed_in_anew');
  expect((await actorOf()).isProven).toBe(false);
  expect(await endWith(60)).toBeNull();
  expect((await actorOf()).isProven).toBe(true);
});

it('somebody else’s sign-in is no proof, though it is fresh', async () => {
  expect(await end(await begin(), ANEW, 'mia')).toBe('other_account');
  expect((await actorOf()).isProven).toBe(false);
});

it('counts once, for the session that began it, in time', async () => {
  const open = await begin();
  const other = await signInAt(world, real, row);
  if (!other.ok) throw new Error(other.reason);
  expect(await end({ ...open, session: other.sessionId })).toBe('state_mismatch');
  await world.db
    .update(ssoTries)
    .set({ expiresAt: sql`now() - interval '1 second'` })
    .where(eq(ssoTries.id, open.proof));
  expect(await end(open)).toBe('state_mismatch');
  const again = await begin();
  expect(await end(again)).toBeNull();
  await world.db.update(sessions).set({ provenAt: null }).where(eq(sessions.id, session));
  expect(await end(again)).toBe('state_mismatch');
  expect((await actorOf()).isProven).toBe(false);
});

it('is no way around a factor that they have here, nor for those who came with a password', async () => {
  const door = { ...signOnDoorOf(world, real), sessionId: session };
  const { id: identityId } = await actorOf();
  const app = { identityId, sealed: 'sealed', confirmedAt: new Date() };
  await world.db.insert(totpSecrets).values(app);
  expect(await beginOwnProof(door)).toMatchObject({ ok: false, code: 'factor_owed' });
  await world.db.delete(totpSecrets).where(eq(totpSecrets.identityId, identityId));
  const id = newId('session');
  const expiresAt = new Date(Date.now() + 3_600_000);
  await world.db.insert(sessions).values({ id, identityId: fixture.member.id, expiresAt });
  expect(await beginOwnProof({ ...door, sessionId: id })).toMatchObject({ code: 'not_found' });
  await world.db.update(ssoProviders).set({ enabled: false }).where(eq(ssoProviders.id, row.id));
  expect(await beginOwnProof(door)).toMatchObject({ code: 'not_found' });
  await world.db.update(ssoProviders).set({ enabled: true }).where(eq(ssoProviders.id, row.id));
});
