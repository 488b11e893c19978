import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '@/verifier/testing/database';
import { makeToken } from '@/verifier/testing/fixture';
import { recorded, startTestVerifier } from '@/verifier/testing/start';
import { denials, makeWorld, type World } from '@/verifier/testing/world';
import { createClient, type KeywardClient } from './client.js';
import { REQUEST_DENIALS, TOKEN_DENIALS } from './verdict.js';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let world: World;
let client: KeywardClient;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  verifier = await startTestVerifier(database.url);
  client = createClient({ verifierUrl: `${verifier.address}/`, token: world.caller.secret });
});
afterAll(async () => {
  await verifier.close();
  await database.drop();
});

const list = () => ({ token: world.token.secret, api: 'billing', operation: 'listInvoices' });
const asking = (token: string) => createClient({ verifierUrl: verifier.address, token });

describe('a question', () => {
  it('is answered with a verdict whose type follows from allowed', async () => {
    const verdict = await client.verify(list());
    if (!verdict.allowed || verdict.reason) throw new Error(verdict.code);
    // These compile only where the verdict is known to be an allowed one.
    const { id }: { id: string } = verdict.identity;
    const code: 'allowed' = verdict.code;
    expect({ ...verdict, code }).toEqual({
      allowed: true,
      code: 'allowed',
      decisionId: expect.stringMatching(/^dec_/),
      token: { id: world.token.id, name: 'deploy robot', expiresAt: expect.any(String) },
      identity: { id: world.identityId, type: 'service', name: 'robot' },
      group: { id: world.groupId, slug: 'billing' },
      api: 'billing',
      operation: 'listInvoices',
      scope: 'invoices:read',
      scopes: ['invoices:read'],
    });
    expect(id).toBe(world.identityId);
  });

  it('can be about a path, and carries where it came from into the record', async () => {
    const { token, api } = list();
    const route = { token, api, method: 'GET', path: '/v1/invoices/8' };
    const origin = { ip: '198.51.100.9', userAgent: 'curl/8', requestId: 'client-1' };
    expect(await client.verify({ ...route, ...origin })).toMatchObject({ operation: 'getInvoice' });
    const [row] = await recorded(database.db, 'requestId', 'client-1');
    expect(row).toMatchObject({ ip: '198.51.100.9', userAgent: 'curl/8', path: '/v1/invoices/8' });
  });

  it('about a scope is answered without an operation', async () => {
    const { token, api } = list();
    const verdict = await client.verify({ token, api, scope: 'invoices:read' });
    expect(verdict).toMatchObject({ allowed: true, scope: 'invoices:read' });
    expect(verdict.operation).toBeUndefined();
  });

  it('that is denied is a verdict too, and names the scope that is lacking', async () => {
    const verdict = await client.verify({ ...list(), operation: 'deleteInvoice' });
    expect(verdict).toMatchObject({
      allowed: false,
      code: 'operation_not_granted',
      neededScope: 'invoices:delete',
    });
  });

  it('is denied with no code but those the client knows, for the same of two causes', () => {
    expect([...REQUEST_DENIALS].sort()).toEqual([...denials.request].sort());
    expect([...TOKEN_DENIALS].sort()).toEqual([...denials.token].sort());
  });

  it('counts a revoked token as such at once', async () => {
    const token = await makeToken(database.db, world.owner, { state: 'suspended' });
    const verdict = await client.verify({ ...list(), token: token.secret });
    expect(verdict).toMatchObject({ allowed: false, code: 'token_suspended' });
  });
});

describe('a batch', () => {
  it('is answered in order', async () => {
    const verdicts = await client.verifyBatch([list(), { ...list(), token: '' }, list()]);
    expect(verdicts.map(({ code }) => code)).toEqual(['allowed', 'token_malformed', 'allowed']);
  });

  it('names the question that is not valid', async () => {
    const batch = client.verifyBatch([list(), { ...list(), ip: 'nowhere' }]);
    await expect(batch).rejects.toMatchObject({ fields: ['requests.1.ip'] });
  });

  it('of none or too many is invalid', async () => {
    for (const questions of [[], Array.from({ length: 101 }, list)]) {
      const batch = client.verifyBatch(questions);
      await expect(batch).rejects.toMatchObject({ code: 'invalid_input', fields: ['requests'] });
    }
  });
});

describe('introspection', () => {
  it('tells of an active token, and of any other only that it is not', async () => {
    const active = await client.introspect(world.token.secret, { api: 'billing' });
    expect(active).toMatchObject({ active: true, scope: 'invoices:read', jti: world.token.id });
    expect(await client.introspect('rubbish')).toEqual({ active: false });
    await expect(client.introspect('')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('takes the address a limited token was presented from', async () => {
    const { secret } = await makeToken(database.db, world.owner, { allowedCidrs: ['10.0.0.0/8'] });
    expect(await client.introspect(secret)).toEqual({ active: false });
    expect(await client.introspect(secret, { ip: '10.1.2.3' })).toMatchObject({ active: true });
  });
});

describe('what is not answered', () => {
  it('tells apart a token of one’s own that is dead and one that may not ask', async () => {
    const dead = { code: 'not_authorized', status: 401 };
    const nosy = { code: 'not_authorized', status: 403 };
    await expect(asking('dead').verify(list())).rejects.toMatchObject(dead);
    await expect(asking(world.token.secret).verify(list())).rejects.toMatchObject(nosy);
    await expect(asking(world.token.secret).introspect('x')).rejects.toMatchObject(nosy);
  });

  it('rejects with the reason of a signal that is aborted, before or meanwhile', async () => {
    const reason = new Error('gone');
    const before = client.verify(list(), { signal: AbortSignal.abort(reason) });
    await expect(before).rejects.toBe(reason);
    const controller = new AbortController();
    const meanwhile = client.verify(list(), { signal: controller.signal });
    controller.abort(reason);
    await expect(meanwhile).rejects.toBe(reason);
  });

  it.each([
    ['verifierUrl', { verifierUrl: 'not a url' }],
    ['verifierUrl', { verifierUrl: 'file:///etc/passwd' }],
    ['verifierUrl', { verifierUrl: 'http://user:hidden-part@127.0.0.1' }],
    ['verifierUrl', { verifierUrl: 'http://127.0.0.1/?token=hidden-part' }],
    ['token', { token: '' }],
    ['token', { token: 'hidden-part\r\nx: y' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: Number.NaN }],
  ])('refuses a wrong %s (%#) at once, without repeating it', (field, options) => {
    const make = () => createClient({ verifierUrl: 'http://127.0.0.1', token: 'x', ...options });
    expect(make).toThrow(`Not valid: ${field}.`);
    expect(make).not.toThrow('hidden-part');
  });

  it('holds no secret, and neither does the client', async () => {
    const errors = await Promise.all([
      asking(world.token.secret).verify(list()).catch(String),
      client.verify({ ...list(), ip: world.token.secret }).catch((error: unknown) => error),
      createClient({ verifierUrl: 'http://127.0.0.1:9', token: world.caller.secret })
        .verify(list())
        .catch((error: unknown) => error),
    ]);
    const shown = [...errors, client].map((part) =>
      [inspect(part, { depth: 9, showHidden: true }), String(part), JSON.stringify(part)].join(),
    );
    expect(shown.join()).toContain('InvalidInput');
    expect(shown.join()).not.toMatch(/kw[ps]_/);
  });
});
