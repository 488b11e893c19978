import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupScopes } from '@/db/schema/groups';
import { decisions } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { startTcpProxy } from '@/db/testing/tcp-proxy';
import { generateTokenSecret } from '@/domain/base/token-format';
import { openTestDatabase } from './testing/database';
import { makeToken } from './testing/fixture';
import { authorize, recorded, startTestVerifier } from './testing/start';
import { forwarded, makeWorld, type World } from './testing/world';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let proxy: Awaited<ReturnType<typeof startTcpProxy>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let world: World;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  proxy = await startTcpProxy(database.url);
  verifier = await startTestVerifier(proxy.url);
});
afterAll(async () => {
  await verifier.close();
  await proxy.close();
  await database.drop();
});

const FORM = 'application/x-www-form-urlencoded';
const post = async (path: string, form: string, headers: Record<string, string> = {}) => {
  const response = await fetch(verifier.address + path, {
    method: 'POST',
    headers: { 'content-type': FORM, ...headers },
    body: form,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
};
const bearer = (secret = world.caller.secret) => ({ authorization: `Bearer ${secret}` });
const introspect = (form: string, headers: Record<string, string> = bearer()) =>
  post('/v1/introspect', form, headers);
const stateOf = async (id: string) =>
  (await database.db.select().from(tokens).where(eq(tokens.id, id)))[0]?.state;

describe('RFC 7662 section 2.1, the request', () => {
  it('ignores token_type_hint, whatever it says, and parameters it does not know', async () => {
    for (const hint of ['access_token', 'refresh_token', 'nonsense', '']) {
      const { text } = await introspect(
        `unknown=1&token_type_hint=${hint}&token=${world.token.secret}&other=2`,
      );
      expect(JSON.parse(text)).toMatchObject({ active: true });
    }
  });

  it('refuses a parameter that is there twice, and an address that is none', async () => {
    const token = `token=${world.token.secret}`;
    for (const form of [
      `${token}&api=billing&api=keyward`,
      `${token}&ip=10.0.0.1&ip=10.0.0.2`,
      `${token}&ip=nowhere`,
      `${token}&token_type_hint=a&token_type_hint=b`,
    ]) {
      const { status, text } = await introspect(form);
      expect([form, status]).toEqual([form, 400]);
      expect(JSON.parse(text).error).toBe('invalid_request');
    }
  });

  it('takes the token from a form and from nowhere else', async () => {
    const inQuery = await introspect('', bearer());
    expect(inQuery.status).toBe(400);
    const query = `?token=${world.token.secret}`;
    expect((await post(`/v1/introspect${query}`, '', bearer())).status).toBe(400);
    const get = await fetch(`${verifier.address}/v1/introspect${query}`, { headers: bearer() });
    expect(get.status).toBe(404);
    const json = { ...bearer(), 'content-type': 'application/json' };
    const body = JSON.stringify({ token: world.token.secret });
    expect((await introspect(body, json)).status).toBe(415);
  });
});

describe('RFC 7662 section 2.2, the answer', () => {
  it('is JSON that nobody keeps, active or not', async () => {
    for (const token of [world.token.secret, 'rubbish']) {
      const { status, headers } = await introspect(`token=${token}`);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('is exactly {"active":false} for a token revoked, suspended, retired or never made', async () => {
    const { db } = database;
    const past = new Date(Date.now() - 1_000);
    const dead = await Promise.all([
      makeToken(db, world.owner, { state: 'suspended' }),
      makeToken(db, world.owner, { retiresAt: past }),
      makeToken(db, world.owner, {
        ...{ state: 'revoked', revokedAt: past, revokedBy: 'x', stateBeforeRevoke: 'active' },
      }),
    ]);
    for (const secret of [...dead.map((token) => token.secret), generateTokenSecret('personal')]) {
      expect((await introspect(`token=${secret}`)).text).toBe('{"active":false}');
    }
  });

  it('gives scope as names divided by single blanks', async () => {
    const values = { grantedBy: 'x', grantedByName: 'x', groupId: world.groupId };
    await database.db.insert(groupScopes).values({ ...values, scopeId: world.scopes.delete });
    // No event tells of the change, so it is a new verifier that is asked.
    const other = await startTestVerifier(database.url, { name: 'fresh' });
    const response = await fetch(`${other.address}/v1/introspect`, {
      method: 'POST',
      headers: bearer(),
      body: new URLSearchParams({ token: world.token.secret, api: 'billing' }),
    });
    expect((await response.json()).scope).toBe('invoices:delete invoices:read');
    await other.close();
    await database.db.delete(groupScopes).where(eq(groupScopes.scopeId, world.scopes.delete));
  });
});

describe('RFC 7662 section 2.3, the caller', () => {
  const basic = (password: string) => ({
    authorization: `Basic ${Buffer.from(`any:${password}`).toString('base64')}`,
  });

  it('without credentials is 401 with the bare challenge, before the token is looked at', async () => {
    const { status, headers, text } = await introspect(`token=${world.token.secret}`, {});
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="keyward"');
    expect(text).not.toContain('active');
  });

  it('with client credentials that are wrong is 401 invalid_client (RFC 6749 section 5.2)', async () => {
    for (const headers of [basic('wrong'), { authorization: 'Basic ~~~' }]) {
      const answer = await introspect(`token=${world.token.secret}`, headers);
      expect([answer.status, JSON.parse(answer.text)]).toEqual([401, { error: 'invalid_client' }]);
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="keyward", charset="UTF-8"');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('with a token that may not ask is 403 insufficient_scope (RFC 6750 section 3.1)', async () => {
    for (const headers of [bearer(world.token.secret), basic(world.token.secret)]) {
      const answer = await introspect('token=x', headers);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"');
    }
  });
});

describe('RFC 7009 section 2, revocation', () => {
  it('ignores token_type_hint, right, wrong or unheard of', async () => {
    for (const hint of ['access_token', 'refresh_token', 'nonsense']) {
      const token = await makeToken(database.db, world.owner);
      const { status } = await post(
        '/v1/revoke',
        `token=${token.secret}&token_type_hint=${hint}&unknown=1`,
      );
      expect([hint, status, await stateOf(token.id)]).toEqual([hint, 200, 'revoked']);
    }
  });

  it('refuses a request that is malformed with invalid_request, and ends nothing', async () => {
    const token = await makeToken(database.db, world.owner);
    for (const form of ['', 'token=', `token=${token.secret}&token=x`, 'other=x']) {
      const { status, text, headers } = await post('/v1/revoke', form);
      expect([form, status, JSON.parse(text).error]).toEqual([form, 400, 'invalid_request']);
      expect(headers.get('cache-control')).toBe('no-store');
    }
    const twice = `token=${token.secret}&token_type_hint=a&token_type_hint=b`;
    expect((await post('/v1/revoke', twice)).status).toBe(400);
    expect(await stateOf(token.id)).toBe('active');
  });

  it('takes the token from a form in a POST and from nowhere else', async () => {
    const token = await makeToken(database.db, world.owner);
    const url = `/v1/revoke?token=${token.secret}`;
    expect((await fetch(verifier.address + url)).status).toBe(404);
    expect((await post(url, '')).status).toBe(400);
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ token: token.secret });
    expect((await post('/v1/revoke', body, json)).status).toBe(415);
    expect(await stateOf(token.id)).toBe('active');
  });

  it('needs no credentials but the token, and those of others end nothing more', async () => {
    const mine = await makeToken(database.db, world.owner);
    const { status } = await post('/v1/revoke', `token=${mine.secret}`, bearer());
    expect([status, await stateOf(mine.id)]).toEqual([200, 'revoked']);
    // The id of a token is no token.
    const other = await makeToken(database.db, world.owner);
    expect((await post('/v1/revoke', `token=${other.id}`, bearer())).status).toBe(200);
    expect(await stateOf(other.id)).toBe('active');
  });

  it('that can’t be done now is 503 with Retry-After, and the token lives (section 2.2.1)', async () => {
    const token = await makeToken(database.db, world.owner);
    proxy.refuse(true);
    const { status, headers } = await post('/v1/revoke', `token=${token.secret}`);
    proxy.refuse(false);
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(await stateOf(token.id)).toBe('active');
  });

  it('by strangers in a flood takes few connections, and decisions go on being recorded', async () => {
    const flood = Array.from({ length: 600 }, () =>
      post('/v1/revoke', `token=${generateTokenSecret('service')}`),
    );
    const known = await authorize(verifier.address, {
      ...forwarded(world.token.secret, 'GET', '/v1/invoices'),
      'x-request-id': 'beside the flood',
    });
    expect(known.status).toBe(200);
    expect(await recorded(database.db, 'requestId', 'beside the flood')).toHaveLength(1);
    const { rows } = await database.pool.query(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and application_name like 'keyward %'`,
    );
    expect(rows[0].count).toBeLessThanOrEqual(12);
    const statuses = new Set((await Promise.all(flood)).map(({ status }) => status));
    expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);
  });
});

describe('RFC 6750 section 2, where a token may stand', () => {
  const target = () => forwarded(null, 'GET', '/v1/invoices');

  it('is the Authorization header alone: not a query, not a form', async () => {
    const { secret } = world.token;
    const inQuery = await fetch(`${verifier.address}/v1/authorize?access_token=${secret}`, {
      headers: target(),
    });
    expect(inQuery.status).toBe(401);
    const inForm = await post('/v1/authorize', `access_token=${secret}`, target());
    expect(inForm.status).toBe(401);
    for (const { headers } of [inQuery, inForm]) {
      expect(headers.get('www-authenticate')).toBe('Bearer realm="keyward"');
    }
  });

  it('is one header: two make the request one without credentials that can be read', async () => {
    const { secret } = world.token;
    const both = { ...target(), authorization: `Bearer ${secret}, Bearer ${secret}` };
    expect((await authorize(verifier.address, both)).status).toBe(401);
  });

  it.each([
    ['the scheme in any case', (secret: string) => `bEaReR ${secret}`, 200],
    ['more blanks than one', (secret: string) => `Bearer   ${secret}`, 200],
    ['no blank', (secret: string) => `Bearer${secret}`, 401],
    ['another scheme', (secret: string) => `Token ${secret}`, 401],
    ['parameters', (secret: string) => `Bearer token="${secret}"`, 401],
    ['characters outside b64token', (secret: string) => `Bearer ${secret}\u00e9`, 401],
    ['nothing', () => 'Bearer', 401],
  ])('is read with %s as the grammar says', async (_what, header, status) => {
    const headers = { ...target(), authorization: header(world.token.secret) };
    expect((await authorize(verifier.address, headers)).status).toBe(status);
  });
});

describe('RFC 6750 section 3, the challenge', () => {
  it('is in every 401 and 403, with no error where no credentials were', async () => {
    const asked = [
      [null, 'GET', 401, 'Bearer realm="keyward"'],
      ['rubbish', 'GET', 401, 'Bearer error="invalid_token"'],
      [
        world.token.secret,
        'DELETE',
        403,
        'Bearer error="insufficient_scope", scope="invoices:delete"',
      ],
    ] as const;
    for (const [secret, method, status, challenge] of asked) {
      const headers = forwarded(secret, method, '/v1/invoices/1');
      const response = await authorize(verifier.address, headers);
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([
        status,
        challenge,
      ]);
    }
  });

  it('and every answer about a token forbid to keep it (section 5.3)', async () => {
    for (const secret of [null, 'rubbish', world.token.secret]) {
      const headers = forwarded(secret, 'GET', '/v1/invoices');
      const response = await authorize(verifier.address, headers);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    const verified = await fetch(`${verifier.address}/v1/verify`, {
      method: 'POST',
      headers: { ...bearer(), 'content-type': 'application/json' },
      body: JSON.stringify({ token: 'x', api: 'billing', operation: 'listInvoices' }),
    });
    expect(verified.headers.get('cache-control')).toBe('no-store');
  });

  it('no token ends up in what is stored, wherever it stood', async () => {
    const rows = JSON.stringify(await database.db.select().from(decisions));
    expect(rows).not.toContain(world.token.secret.slice(4));
  });
});
