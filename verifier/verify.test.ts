import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { tokenUsage } from '@/db/schema/operating';
import { makeToken } from './testing/fixture';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';
import { recorded, until, verify } from './testing/start';

standVerifier();

const ask = (body: unknown, secret = world.caller.secret) => verify(verifier.address, secret, body);
const list = () => ({ token: world.token.secret, api: 'billing', operation: 'listInvoices' });

describe('an allowed token', () => {
  it('is answered with what it is and through what it may', async () => {
    const { status, body } = await ask(list());
    expect(status).toBe(200);
    expect(body).toEqual({
      allowed: true,
      code: 'allowed',
      decisionId: expect.stringMatching(/^dec_[0-9a-z]{26}$/),
      token: {
        id: world.token.id,
        name: 'deploy robot',
        expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      },
      identity: { id: world.identityId, type: 'service', name: 'robot' },
      group: { id: world.groupId, slug: 'billing' },
      api: 'billing',
      operation: 'listInvoices',
      scope: 'invoices:read',
      scopes: ['invoices:read'],
    });
  });

  it('can be asked about by method and path, by scope, and by the id of the API', async () => {
    const { token } = list();
    const byRoute = { token, api: 'billing', method: 'GET', path: '/v1/invoices/8?x=1' };
    expect((await ask(byRoute)).body).toMatchObject({ allowed: true, operation: 'getInvoice' });
    const byScope = { token, api: 'billing', scope: 'invoices:read' };
    expect((await ask(byScope)).body).toMatchObject({ allowed: true, scope: 'invoices:read' });
    const byId = { ...list(), api: world.api.id };
    expect((await ask(byId)).body).toMatchObject({ allowed: true, api: 'billing' });
  });

  it('can be asked about by any name of an operation, and is answered with the first', async () => {
    const first = { allowed: true, operation: 'getInvoice', scope: 'invoices:read' };
    expect((await ask({ ...list(), operation: 'getInvoice' })).body).toMatchObject(first);
    expect((await ask({ ...list(), operation: 'peekInvoice' })).body).toMatchObject(first);
    expect((await ask({ ...list(), operation: 'hideInvoice' })).body).toMatchObject({
      allowed: false,
      code: 'operation_unknown',
    });
  });

  it('has its use counted, and so has the resource server that asked', async () => {
    const token = await makeToken(database.db, world.owner);
    const usageOf = async (id: string) =>
      (await database.db.select().from(tokenUsage).where(eq(tokenUsage.tokenId, id)))[0];
    const asker = await makeToken(database.db, world.askers);
    await ask({ ...list(), token: token.secret, ip: '198.51.100.9' }, asker.secret);
    const denied = { ...list(), token: token.secret, operation: 'deleteInvoice' };
    await ask(denied, asker.secret);
    const usage = await until(
      () => usageOf(token.id),
      (row) => row?.deniedCount === 1,
    );
    expect(usage).toMatchObject({ allowedCount: 1, deniedCount: 1, lastIp: '198.51.100.9' });
    expect(await usageOf(asker.id)).toMatchObject({ allowedCount: 2, deniedCount: 0 });
  });
});

describe('a denied token', () => {
  it('is answered with the smallest scope that would do, and only where it lacks one', async () => {
    const lacking = await ask({ ...list(), operation: 'deleteInvoice' });
    expect(lacking.body).toMatchObject({
      code: 'operation_not_granted',
      neededScope: 'invoices:delete',
    });
    const unknown = await ask({ ...list(), operation: 'fly' });
    expect(unknown.body.code).toBe('operation_unknown');
    expect(unknown.body).not.toHaveProperty('neededScope');
    const nobodys = await ask({ ...list(), operation: 'refund' });
    expect(nobodys.body.code).toBe('operation_not_granted');
    expect(nobodys.body).not.toHaveProperty('neededScope');
  });
});

describe('a batch', () => {
  it('answers up to 100 requests in order, each with a row of its own', async () => {
    const requests = Array.from({ length: 100 }, (_, at) => ({
      ...list(),
      operation: at % 2 === 0 ? 'listInvoices' : 'deleteInvoice',
      requestId: 'batch',
    }));
    const { status, body } = await ask({ requests });
    expect(status).toBe(200);
    const codes = body.results.map((result: { code: string }) => result.code);
    expect(codes).toEqual(
      requests.map((_, at) => (at % 2 === 0 ? 'allowed' : 'operation_not_granted')),
    );
    const ids = body.results.map((result: { decisionId: string }) => result.decisionId);
    const rows = await recorded(database.db, 'requestId', 'batch', 100);
    expect(rows.map((row) => row.id).sort()).toEqual([...ids].sort());
  });

  it.each([
    ['101 requests', () => Array.from({ length: 101 }, list), 'requests'],
    ['no request', () => [], 'requests'],
    ['one bad request', () => [list(), { api: 'billing' }], 'requests.1.token'],
  ])('with %s is refused whole', async (_what, requests, path) => {
    const { status, body } = await ask({ requests: requests() });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'invalid_input' });
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });
});

describe('the caller', () => {
  it('without a token gets 401 with the bare challenge', async () => {
    const response = await fetch(`${verifier.address}/v1/verify`, { method: 'POST' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="keyward"');
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 401, code: 'invalid_token' });
  });

  it('with a dead token gets 401 and is recorded', async () => {
    const dead = await makeToken(
      database.db,
      { identityId: world.identityId, groupId: world.groupId },
      { expiresAt: new Date(Date.now() - 1_000) },
    );
    const { status, headers } = await ask(list(), dead.secret);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    const rows = await recorded(database.db, 'tokenId', dead.id);
    expect(rows).toMatchObject([
      { code: 'token_expired', api: 'keyward', operation: 'tokens.verify', path: '/v1/verify' },
    ]);
  });

  it('whose question can’t be read is recorded itself, as nothing else would name it', async () => {
    const bodies = ['null', '{ not json', { ...list(), ip: 'nowhere' }];
    for (const [at, body] of bodies.entries()) {
      const caller = await makeToken(database.db, world.askers);
      await ask(body, caller.secret);
      const rows = await recorded(database.db, 'tokenId', caller.id);
      expect([at, rows]).toMatchObject([
        at,
        [{ code: 'allowed', api: 'keyward', operation: 'tokens.verify' }],
      ]);
      await ask(list(), caller.secret);
      const used = await until(
        () => database.db.select().from(tokenUsage).where(eq(tokenUsage.tokenId, caller.id)),
        ([usage]) => (usage?.allowedCount ?? 0) >= 2,
      );
      expect(used[0]?.allowedCount).toBe(2);
      expect(await recorded(database.db, 'tokenId', caller.id)).toHaveLength(1);
    }
  });

  it('without tokens.verify gets 403, is recorded, and learns nothing of the token', async () => {
    const nosy = await makeToken(database.db, world.owner);
    const { status, body, headers } = await ask(list(), nosy.secret);
    expect(status).toBe(403);
    expect(headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"');
    expect(Object.keys(body).sort()).toEqual(['code', 'requestId', 'status', 'title', 'type']);
    const rows = await recorded(database.db, 'tokenId', nosy.id);
    expect(rows).toMatchObject([{ code: 'operation_not_granted', operation: 'tokens.verify' }]);
  });
});

describe('a body that is not right', () => {
  it.each([
    ['{ not json', 400],
    ['', 400],
    ['{"__proto__":{"allowed":true}}', 400],
    ['null', 422],
    ['[]', 422],
    ['"text"', 422],
    [JSON.stringify({ token: 'x'.repeat(1_100_000) }), 413],
  ])('%# gets a problem with a stable code and no stack', async (text, status) => {
    const answer = await ask(text);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body.code).toMatch(/^[a-z_]+$/);
    expect(JSON.stringify(answer.body)).not.toMatch(/ at |node_modules|Error/);
  });

  it.each([
    [{ token: undefined }, 'token'],
    [{ token: 7 }, 'token'],
    [{ api: undefined }, 'api'],
    [{ api: { slug: 'billing' } }, 'api'],
    [{ operation: undefined }, 'operation'],
    [{ scope: 'invoices:read' }, 'operation'],
    [{ operation: undefined, method: 'GET' }, 'operation'],
    [{ ip: 'not an address' }, 'ip'],
    [{ ip: '127.1' }, 'ip'],
    [{ userAgent: ['curl'] }, 'userAgent'],
  ])('with %j names the field', async (fields, path) => {
    const { status, body } = await ask({ ...list(), ...fields });
    expect(status).toBe(422);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it('in another format is refused', async () => {
    const response = await fetch(`${verifier.address}/v1/verify`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.caller.secret}` },
      body: new URLSearchParams({ token: 'x' }),
    });
    expect(response.status).toBe(415);
  });
});
