import { eq } from 'drizzle-orm';
import type { JWTPayload } from 'jose';
import { afterAll, beforeEach, expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { resolveSessionActor } from '@/domain/actors/resolve-actor';
import { isRefusal } from '@/domain/base/refusal';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { CLIENT, openProvider, type RealProvider } from '@/domain/testing/sso/open-provider';
import { makeProvider, REDIRECT_URI, signInAt, signOnDoorOf } from '@/domain/testing/sso/sso-world';
import { backChannelLogout } from './back-channel-logout';
import type { ProviderRow } from './provider-target';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let real: RealProvider;
let row: ProviderRow;
let tokens = 0;
let session: string;
beforeAll(async () => {
  real = await openProvider([REDIRECT_URI]);
  row = await makeProvider(world, real);
  real.people.set('max', { email: 'max@logout.example.com', groups: [] });
});
afterAll(() => real.close());
beforeEach(async () => {
  const signed = await signInAt(world, real, row, 'max');
  if (!signed.ok) throw new Error(signed.reason);
  session = signed.sessionId;
});

const now = () => Math.floor(Date.now() / 1_000);
const claims = (): JWTPayload => {
  tokens += 1;
  return {
    ...{ iss: real.url, aud: CLIENT.client_id, sub: 'max', jti: `logout-${tokens}` },
    ...{ iat: now(), exp: now() + 120, events: { [EVENT]: {} } },
  };
};
const logout = (token: string) => backChannelLogout(signOnDoorOf(world, real), row, token);
const isOpen = async () => !isRefusal(await resolveSessionActor(world.db, session, null));

it('ends the sessions of the subject at once, and says so in the log', async () => {
  expect(await isOpen()).toBe(true);
  const told = await logout(await real.sign(claims(), { typ: 'logout+jwt' }));
  expect(told).toMatchObject({ ok: true });
  expect(await isOpen()).toBe(false);
  const events = await world.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.action, 'sessions.endByProvider'));
  expect(events.at(-1)).toMatchObject({ outcome: 'done', actorName: 'Acme' });
  expect(JSON.stringify(events.at(-1)?.after)).toContain(session);
});

it('a logout token is good once', async () => {
  const token = await real.sign(claims());
  expect(await logout(token)).toMatchObject({ ok: true });
  expect(await logout(token)).toEqual({ ok: false, wrong: 'jwt_replayed' });
});

it('ends nobody else’s session, and none of another session of the provider', async () => {
  expect(await logout(await real.sign({ ...claims(), sub: 'eve' }))).toEqual({
    ok: true,
    ended: 0,
  });
  const { sub: _, ...nobody } = claims();
  expect(await logout(await real.sign({ ...nobody, sid: 'another' }))).toEqual({
    ok: true,
    ended: 0,
  });
  expect(await isOpen()).toBe(true);
});

it.each<[wrong: string, change: (good: JWTPayload) => JWTPayload]>([
  ['iss', (good) => ({ ...good, iss: 'https://evil.example.com' })],
  ['aud', (good) => ({ ...good, aud: 'another' })],
  ['iat', (good) => ({ ...good, iat: now() - 3_600 })],
  ['exp', (good) => ({ ...good, exp: now() - 600 })],
  ['jti', ({ jti: _, ...good }) => good],
  ['nonce', (good) => ({ ...good, nonce: 'of an ID token' })],
  ['events', ({ events: _, ...good }) => good],
  ['events', (good) => ({ ...good, events: { [EVENT]: 'yes' } })],
  ['sub', ({ sub: _, ...good }) => good],
])('a logout token with a wrong %s ends nothing', async (wrong, change) => {
  expect(await logout(await real.sign(change(claims())))).toEqual({ ok: false, wrong });
  expect(await isOpen()).toBe(true);
});

it('a logout token that the provider has not signed ends nothing, nor does an ID token', async () => {
  const token = await real.sign(claims());
  const cut = `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(342)}`;
  expect(await logout(cut)).toMatchObject({ ok: false, wrong: 'signature_invalid' });
  const { events: _, ...idToken } = claims();
  expect(await logout(await real.sign({ ...idToken, nonce: 'x' }))).toMatchObject({ ok: false });
  expect(await logout('nothing')).toEqual({ ok: false, wrong: 'no JWT' });
  expect(await isOpen()).toBe(true);
});
