import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { expect } from 'vitest';
import type { Issuer } from '@/domain/issuers/testing/issuer';
import { AUDIENCE, exchangerOf, trust } from '@/domain/testing/exchange-world';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { readTokenView } from '@/domain/tokens/token-view';
import { deleteTrustRule } from './delete-trust-rule';

let issuer: Pick<Issuer, 'url'>;
const client = { client_id: 'deployer', client_secret: 'a secret of the test' };

/** An OpenID provider as it comes, which gives its clients JWTs for one audience. */
beforeAll(async (furnished) => {
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(url, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'real', alg: 'RS256', use: 'sig' }] },
    clients: [
      { ...client, redirect_uris: [], response_types: [], grant_types: ['client_credentials'] },
    ],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          ...{ scope: '', audience: AUDIENCE, accessTokenTTL: 600 },
          ...{ accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } },
        }),
      },
    },
  });
  const answer = provider.callback();
  issuer = { url };
  const rule = { issuer: url, claims: { client_id: 'deployer' } };
  await trust(world, furnished, issuer as Issuer, rule);
  return () => server.close();
});

async function jwt(): Promise<string> {
  const response = await fetch(`${issuer.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...client, grant_type: 'client_credentials', resource: AUDIENCE }),
  });
  return (await response.json()).access_token;
}

it('a JWT of a real OpenID provider gives one token, and deleting its rule can end it', async () => {
  const exchange = exchangerOf(world, issuer as Issuer);
  const sent = await jwt();
  const first = await exchange(sent);
  if (!first.ok) throw new Error(first.reason);
  expect(first.token.identity.id).toBe(fixture.service.id);
  expect(await exchange(sent)).toEqual({ ok: false, reason: 'jwt_replayed' });
  const deleted = { rule: 'deploy-shop', revokeTokens: true };
  expect(await asAdministrator(world, deleteTrustRule, deleted)).toMatchObject({
    revokedTokens: [first.token.id],
  });
  expect((await readTokenView(world.db, first.token.id)).status).toBe('revoked');
  expect(await exchange(await jwt())).toEqual({ ok: false, reason: 'rule_unknown' });
});
