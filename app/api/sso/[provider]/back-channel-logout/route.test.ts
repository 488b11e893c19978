import { sql } from 'drizzle-orm';
import { type JWTPayload, UnsecuredJWT } from 'jose';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { newId } from '@/domain/base/ids';
import type { ProviderRow } from '@/domain/sso/provider-target';
import { CLIENT, openProvider, type RealProvider } from '@/domain/testing/sso/open-provider';
import { makeProvider } from '@/domain/testing/sso/sso-world';
import { openWorld, type World } from '@/domain/testing/world';
import { POST } from './route';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let world: World;
let real: RealProvider;
let row: ProviderRow;
let session: string;
beforeAll(async () => {
  world = await openWorld();
  real = await openProvider([]);
  row = await makeProvider(world, real);
  (globalThis as { keywardDatabase?: unknown }).keywardDatabase = world.db;
  vi.stubEnv('NEXTAUTH_SECRET', 'a server secret of at least thirty-two characters');
  vi.stubEnv('TRUSTED_ISSUERS_PRIVATE', real.url);
});
afterAll(async () => {
  real.close();
  await world.close();
});
beforeEach(async () => {
  session = newId('session');
  await world.db.execute(sql`
    insert into sessions (id, identity_id, sso_provider_id, sso_subject, sso_sid, expires_at)
    values (${session}, ${world.administratorId}, ${row.id}, 'max', 'the session there',
      now() + interval '1 hour')`);
});

const claims = (): JWTPayload => {
  const now = Math.floor(Date.now() / 1_000);
  return {
    ...{ iss: real.url, aud: CLIENT.client_id, sub: 'max', jti: newId('request') },
    ...{ iat: now, exp: now + 120, events: { [EVENT]: {} } },
  };
};
const signed = (change: JWTPayload = {}) =>
  real.sign({ ...claims(), ...change }, { typ: 'logout+jwt' });

async function tell(token: string, slug = row.slug) {
  const request = new NextRequest(`http://127.0.0.1/api/sso/${slug}/back-channel-logout`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-keyward-client-address': '192.0.2.9',
    },
    body: new URLSearchParams({ logout_token: token }).toString(),
  });
  const answer = await POST(request, { params: Promise.resolve({ provider: slug }) });
  return { status: answer.status, cache: answer.headers.get('cache-control'), answer };
}

async function isOpen() {
  const found = await world.db.execute<{ open: boolean }>(
    sql`select ended_at is null as open from sessions where id = ${session}`,
  );
  return found.rows[0]?.open;
}

it('answers 200 to a logout token of the provider, uncached, and the session has ended', async () => {
  expect(await tell(await signed())).toMatchObject({ status: 200, cache: 'no-store' });
  expect(await isOpen()).toBe(false);
});

it('ends the one session that a token with a sid alone names', async () => {
  expect(await tell(await signed({ sub: undefined, sid: 'another' }))).toMatchObject({
    status: 200,
  });
  expect(await isOpen()).toBe(true);
  const sid = 'the session there';
  expect(await tell(await signed({ sub: undefined, sid }))).toMatchObject({ status: 200 });
  expect(await isOpen()).toBe(false);
});

it('answers 400 to a token that was taken before, whatever else has begun since', async () => {
  const token = await signed();
  expect((await tell(token)).status).toBe(200);
  await world.db.execute(sql`update sessions set ended_at = null where id = ${session}`);
  const { status, answer } = await tell(token);
  expect(status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
  expect(await isOpen()).toBe(true);
});

it.each<[what: string, token: () => Promise<string> | string]>([
  ['for another client', () => signed({ aud: 'another' })],
  ['of another issuer', () => signed({ iss: 'https://evil.example.com' })],
  ['with a nonce', () => signed({ nonce: 'of an ID token' })],
  ['without its event', () => signed({ events: {} })],
  ['without a signature', () => new UnsecuredJWT(claims()).encode()],
  ['that is none', () => 'nothing'],
])('answers 400 to a token %s, and ends nothing', async (_what, token) => {
  expect(await tell(await token())).toMatchObject({ status: 400, cache: 'no-store' });
  expect(await isOpen()).toBe(true);
});

it('answers 404 where no provider has the address, or a disabled one', async () => {
  const disabled = await makeProvider(world, real, { enabled: false });
  for (const slug of ['nowhere', disabled.slug]) {
    expect((await tell(await signed(), slug)).status).toBe(404);
  }
  expect(await isOpen()).toBe(true);
});
