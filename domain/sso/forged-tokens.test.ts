import type { IncomingMessage } from 'node:http';
import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeEach, expect } from 'vitest';
import { sessions } from '@/db/schema/identities';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { CLIENT, openProvider, type RealProvider } from '@/domain/testing/sso/open-provider';
import {
  goAndComeBack,
  makeProvider,
  REDIRECT_URI,
  signOnDoorOf,
} from '@/domain/testing/sso/sso-world';
import type { ProviderRow } from './provider-target';
import { singleSignOn } from './single-sign-on';

let real: RealProvider;
let row: ProviderRow;
beforeAll(async () => {
  real = await openProvider([REDIRECT_URI]);
  row = await makeProvider(world, real);
});
afterAll(() => real.close());
beforeEach(() => {
  real.state.instead = () => false;
  real.people.set('max', { email: 'max@forged.example.com', groups: [] });
});

const now = () => Math.floor(Date.now() / 1_000);

/** Signs in where the provider's token endpoint answers with this ID token. */
async function signInWith(idToken: (good: JWTPayload) => Promise<string> | string) {
  const back = await goAndComeBack(real);
  const good = {
    ...{ iss: real.url, aud: CLIENT.client_id, sub: 'max', nonce: back.nonce },
    ...{ iat: now(), exp: now() + 300 },
  };
  const answer = JSON.stringify({
    ...{ access_token: 'an access token', token_type: 'Bearer', id_token: await idToken(good) },
  });
  real.state.instead = (request: IncomingMessage, response) => {
    const told = JSON.stringify({ sub: 'max', email: 'max@forged.example.com', groups: [] });
    const body = { '/token': answer, '/me': told }[request.url ?? ''];
    if (body === undefined) return false;
    response.setHeader('content-type', 'application/json');
    response.end(body);
    return true;
  };
  return singleSignOn(signOnDoorOf(world, real), row, back);
}

it('an ID token as the provider makes them lets in', async () => {
  expect(await signInWith((good) => real.sign(good))).toMatchObject({ ok: true });
});

const stranger = generateKeyPair('RS256');
const FORGED: [
  what: string,
  reason: string,
  token: (good: JWTPayload) => Promise<string> | string,
][] = [
  [
    'expired',
    'id_token_expired',
    (good) => real.sign({ ...good, iat: now() - 900, exp: now() - 600 }),
  ],
  [
    'of another issuer',
    'id_token_invalid',
    (good) => real.sign({ ...good, iss: 'https://evil.example.com' }),
  ],
  ['for another client', 'id_token_invalid', (good) => real.sign({ ...good, aud: 'another' })],
  [
    'for two clients',
    'id_token_invalid',
    (good) => real.sign({ ...good, aud: ['another', 'keyward'], azp: 'another' }),
  ],
  ['of another sign-in', 'id_token_invalid', (good) => real.sign({ ...good, nonce: 'another' })],
  ['without nonce', 'id_token_invalid', ({ nonce: _, ...good }) => real.sign(good)],
  [
    'of another subject than its UserInfo',
    'id_token_invalid',
    (good) => real.sign({ ...good, sub: 'eve' }),
  ],
  ['without algorithm', 'id_token_invalid', (good) => new UnsecuredJWT(good).encode()],
  [
    'signed with the client secret',
    'id_token_invalid',
    (good) =>
      new SignJWT(good)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(CLIENT.client_secret.repeat(2))),
  ],
  [
    'signed by a key that the provider does not publish',
    'signature_invalid',
    async (good) =>
      new SignJWT(good)
        .setProtectedHeader({ alg: 'RS256', kid: 'real' })
        .sign((await stranger).privateKey),
  ],
];

it.each(FORGED)('an ID token %s lets nobody in: %s', async (_what, reason, token) => {
  const before = await world.db.$count(sessions);
  expect(await signInWith(token)).toEqual({ ok: false, reason });
  expect(await world.db.$count(sessions)).toBe(before);
});
