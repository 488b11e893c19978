import type { RequestListener } from 'node:http';
import { compactVerify } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Issuer, openIssuer } from '@/domain/issuers/testing/issuer';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';
import { IssuerUnavailable, makeKnownIssuers } from './known-issuers';

let bad: Issuer;
let good: Issuer;
beforeEach(async () => {
  [bad, good] = await Promise.all([openIssuer(), openIssuer()]);
});
afterEach(() => {
  bad.close();
  good.close();
});

const keysOf = () =>
  makeKnownIssuers({ fetch: guardedFetch, trusted: [bad.url, good.url], timeoutMs: 1_000 }).keys;
const verify = async (keys: ReturnType<typeof keysOf>, issuer: Issuer) =>
  compactVerify(await issuer.sign({}), keys(issuer.url));

const LIES: [what: string, where: 'discovery' | 'keys', answer: RequestListener][] = [
  ['hangs', 'keys', () => undefined],
  ['hangs before that', 'discovery', () => undefined],
  ['answers 10 MB', 'keys', (_, response) => response.end(Buffer.alloc(10_000_000, 'x'))],
  ['answers with no JSON', 'keys', (_, response) => response.end('<html>')],
  ['has no list of keys', 'keys', (_, response) => response.end('{"keys":"many"}')],
  ['fails', 'keys', (_, response) => response.writeHead(500).end()],
  ['leads elsewhere', 'keys', (_, r) => r.writeHead(302, { location: `${good.url}/keys` }).end()],
  [
    'speaks for another',
    'discovery',
    (_, r) => r.end(JSON.stringify({ issuer: good.url, jwks_uri: `${good.url}/keys` })),
  ],
];

it.each(LIES)(
  'an issuer that %s gives no key, and holds up nobody else',
  async (_, where, answer) => {
    bad.answers[where] = answer;
    const keys = keysOf();
    const refused = expect(verify(keys, bad)).rejects.toThrow(IssuerUnavailable);
    await expect(verify(keys, good)).resolves.toBeDefined();
    await refused;
    const { discovery, keys: asked } = bad.asked;
    await expect(verify(keys, bad)).rejects.toThrow(IssuerUnavailable);
    // What failed is left alone for a while.
    expect(bad.asked[where]).toBe(where === 'keys' ? asked : discovery);
  },
);
