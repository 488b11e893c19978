import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';

type Key = Awaited<ReturnType<typeof generateKeyPair>>;

/** Answers instead of the issuer, by path. */
type Answers = Partial<Record<'discovery' | 'keys', RequestListener>>;

/** An issuer of JWTs on this machine, whose answers a test may replace. */
export async function openIssuer(algorithm = 'RS256') {
  const keys = new Map<string, Key>([['first', await generateKeyPair(algorithm)]]);
  const asked = { discovery: 0, keys: 0 };
  const answers: Answers = {};
  const server = createServer((request, response) => {
    const what = request.url === '/.well-known/openid-configuration' ? 'discovery' : 'keys';
    asked[what] += 1;
    const other = answers[what];
    if (other) return other(request, response);
    const told = what === 'discovery' ? discovery() : published();
    void Promise.resolve(told).then((body) => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const discovery = () => ({ issuer: url, jwks_uri: `${url}/keys` });
  const published = async () => ({
    keys: await Promise.all(
      [...keys].map(async ([kid, { publicKey }]) => ({
        ...{ ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' },
      })),
    ),
  });
  return {
    url,
    asked,
    answers,
    published,
    /** Publishes another key beside the first. */
    async addKey(kid: string) {
      keys.set(kid, await generateKeyPair(algorithm));
    },
    /** A JWT of these claims, valid for five minutes unless they say otherwise. */
    async sign(claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}, by?: Key) {
      const key = by ?? keys.get(header.kid ?? 'first');
      if (!key) throw new Error(`the issuer has no key ${header.kid}`);
      const now = Math.floor(Date.now() / 1_000);
      const all = { iss: url, iat: now, nbf: now, exp: now + 300, ...claims };
      const told = Object.fromEntries(
        Object.entries(all).filter(([, value]) => value !== undefined),
      );
      return new SignJWT(told)
        .setProtectedHeader({ alg: algorithm, kid: 'first', ...header })
        .sign(key.privateKey, { crit: { x: true } });
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type Issuer = Awaited<ReturnType<typeof openIssuer>>;
