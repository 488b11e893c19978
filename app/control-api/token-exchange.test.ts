import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDecisionJournal } from '@/app/server/decision-journal';
import { type Issuer, openIssuer } from '@/domain/issuers/testing/issuer';
import { AUDIENCE, trust } from '@/domain/testing/exchange-world';
import { asAdministrator, codeFor } from '@/domain/testing/probes';
import { type Fixture, makeFixture, openWorld, type World } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { readTokenView } from '@/domain/tokens/token-view';
import { ACCESS_TOKEN_TYPE, GRANT_TYPE, JWT_TYPES } from '@/domain/workloads/exchange-form';
import { handleControlRequest } from './handle';
import { handleTokenExchange } from './token-exchange';

let world: World;
let fixture: Fixture;
let issuer: Issuer;
let own: { token: { id: string }; secret: string };
let directory: string;
let closeJournal: () => Promise<void>;

beforeAll(async () => {
  world = await openWorld();
  fixture = await makeFixture(world);
  issuer = await openIssuer();
  directory = await mkdtemp(join(tmpdir(), 'token-exchange-'));
  (globalThis as { keywardDatabase?: unknown }).keywardDatabase = world.db;
  vi.stubEnv('NEXTAUTH_SECRET', 'a server secret of at least thirty-two characters');
  vi.stubEnv('TRUSTED_ISSUERS_PRIVATE', issuer.url);
  closeJournal = await openDecisionJournal({
    ...{ databaseUrl: world.url, directory, maxBytes: 10_000_000, logLevel: 'silent' },
  });
  await trust(world, fixture, issuer);
  const input = { identity: fixture.service.id, group: 'billing', name: 'deploys' };
  own = await asAdministrator(world, createToken, input);
});
afterAll(async () => {
  await closeJournal();
  issuer.close();
  await world.close();
  await rm(directory, { recursive: true });
});

const jwtForm = (jwt: string) => ({
  ...{ grant_type: GRANT_TYPE, subject_token: jwt, subject_token_type: JWT_TYPES[0] ?? '' },
  audience: 'deploy-shop',
});
const tokenForm = (secret: string, more: Record<string, string> = {}) => ({
  ...{ grant_type: GRANT_TYPE, subject_token: secret, subject_token_type: ACCESS_TOKEN_TYPE },
  ...more,
});

async function post(
  form: Record<string, string> | string,
  { headers = {}, query = '' }: { headers?: Record<string, string>; query?: string } = {},
) {
  const url = `http://127.0.0.1/api/v1/token-exchange${query}`;
  const response = await handleTokenExchange(
    new Request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-keyward-client-address': '192.0.2.9',
        ...headers,
      },
      body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
    }),
  );
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const jwt = (more: object = {}) =>
  issuer.sign({
    aud: AUDIENCE,
    sub: 'job',
    repository_id: '74',
    jti: crypto.randomUUID(),
    ...more,
  });

async function lastReason() {
  const { rows } = await world.owner.execute<{ reason: string }>(
    sql`select reason from exchange_attempts order by id desc limit 1`,
  );
  return rows[0]?.reason;
}

/** The last decision about this request, once it is shipped. */
async function decisionOf(requestId: string | null) {
  const find = async () => {
    const { rows } = await world.owner.execute(sql`
      select code, operation, path, token_id as "tokenId" from decisions
      where request_id = ${requestId}`);
    return rows[0];
  };
  await expect.poll(find, { timeout: 15_000 }).toBeDefined();
  return find();
}

it('answers a JWT that fits with a token, as RFC 8693 has it, which no cache may keep', async () => {
  const { status, headers, body } = await post(jwtForm(await jwt()));
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ issued_token_type: ACCESS_TOKEN_TYPE, token_type: 'Bearer' },
    token_id: expect.stringMatching(/^tok_/),
  });
  expect(body.expires_in).toBeGreaterThan(60);
  expect(body.expires_in).toBeLessThanOrEqual(900);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(await codeFor(world, body.access_token, 'listInvoices')).toBe('allowed');
});

it('tells whoever sent a JWT that does not fit nothing, and the administrator which claim', async () => {
  const refused = await post(jwtForm(await jwt({ repository_id: '75' })));
  expect([refused.status, refused.body]).toEqual([400, { error: 'invalid_grant' }]);
  expect(await lastReason()).toBe('claim_mismatch');
});

describe('refuses, and writes down', () => {
  it.each<[what: string, send: (jwt: string) => ReturnType<typeof post>, reason: string]>([
    ['no form', (sent) => post(JSON.stringify(jwtForm(sent))), 'request_malformed'],
    [
      'a JSON body',
      (sent) =>
        post(JSON.stringify(jwtForm(sent)), { headers: { 'content-type': 'application/json' } }),
      'request_malformed',
    ],
    ['a query', (sent) => post(jwtForm(sent), { query: '?audience=x' }), 'request_malformed'],
    [
      'a parameter twice',
      (sent) => post(`${new URLSearchParams(jwtForm(sent))}&audience=deploy-shop`),
      'parameter_duplicated',
    ],
    [
      'a bearer token beside the JWT',
      (sent) => post(jwtForm(sent), { headers: { authorization: `Bearer ${own.secret}` } }),
      'authenticated_otherwise',
    ],
    [
      'a client secret beside the JWT',
      (sent) => post({ ...jwtForm(sent), client_secret: 'x' }),
      'authenticated_otherwise',
    ],
    ['another rule', (sent) => post({ ...jwtForm(sent), audience: 'other' }), 'rule_unknown'],
    ['a broken JWT', (sent) => post(jwtForm(sent.slice(3))), 'jwt_malformed'],
  ])('%s', async (_, send, reason) => {
    const { status, body } = await send(await jwt());
    expect(status).toBe(400);
    expect(body.error).toMatch(/^invalid_(request|grant)$/);
    expect(await lastReason()).toBe(reason);
  });

  it('what is larger than a form can be', async () => {
    const refused = await post({ ...jwtForm(await jwt()), padding: 'x'.repeat(70_000) });
    expect(refused.status).toBe(413);
    expect(await lastReason()).toBe('request_too_large');
  });
});

describe('one’s own token', () => {
  it('is exchanged for a child with less of everything, and its use is a decision', async () => {
    const { status, headers, body } = await post(
      tokenForm(own.secret, {
        ...{ scope: 'invoices:read', audience: 'billing', acts_as: 'release agent' },
        ...{ ttl_seconds: '600', allowed_cidrs: '10.0.0.0/8 192.0.2.0/24' },
      }),
    );
    expect([status, body.expires_in <= 600, body.scope]).toEqual([...[200, true, 'invoices:read']]);
    expect(await readTokenView(world.db, body.token_id)).toMatchObject({
      ...{ parentId: own.token.id, actsAs: 'release agent', onlyApi: { slug: 'billing' } },
      allowedCidrs: ['10.0.0.0/8', '192.0.2.0/24'],
    });
    expect(await decisionOf(headers.get('x-request-id'))).toEqual({
      ...{ code: 'allowed', operation: 'tokens.delegateSelf', tokenId: own.token.id },
      path: '/api/v1/token-exchange',
    });
  });

  it('that asks for more than it has is told what, in characters that the RFC allows', async () => {
    const asked = async (more: Record<string, string>) => {
      const { status, body } = await post(tokenForm(own.secret, more));
      expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
      return [status, body.error];
    };
    expect(await asked({ scope: 'nowhere' })).toEqual([400, 'invalid_scope']);
    expect(await asked({ audience: 'nowhere' })).toEqual([400, 'invalid_target']);
    expect(await asked({ ttl_seconds: 'forever' })).toEqual([400, 'invalid_request']);
    expect(await asked({ allowed_cidrs: 'everywhere' })).toEqual([400, 'invalid_request']);
  });

  it('is the same child for a retry with the same key', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const [first, again] = [
      await post(tokenForm(own.secret), { headers }),
      await post(tokenForm(own.secret), { headers }),
    ];
    expect([first.status, first.body.access_token]).toEqual([200, again.body.access_token]);
  });

  it('ends itself, and then is good for nothing, which is told to nobody', async () => {
    const { body } = await post(tokenForm(own.secret));
    const revoke = () =>
      handleControlRequest(
        new Request('http://127.0.0.1/api/v1/tokens/self/revoke', {
          ...{ method: 'POST', headers: { authorization: `Bearer ${body.access_token}` } },
        }),
      );
    expect((await revoke()).status).toBe(200);
    expect((await revoke()).status).toBe(401);
    const { status, headers, body: told } = await post(tokenForm(body.access_token));
    expect([status, told]).toEqual([400, { error: 'invalid_grant' }]);
    const decision = await decisionOf(headers.get('x-request-id'));
    expect(decision).toMatchObject({ code: 'token_revoked', tokenId: body.token_id });
  });
});
