import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express5, { type Request, type Response } from 'express';
// @ts-expect-error: it has no types of its own, those of Express 5 fit.
import express4Untyped from 'express4';
import Fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { makeToken } from '@/verifier/testing/fixture';
import { rawRequest, sendRaw } from '@/verifier/testing/raw-http';
import { database, standVerifier, verifier, world } from '@/verifier/testing/standing-verifier';
import { recorded } from '@/verifier/testing/start';
import { createClient } from './client.js';
import type { KeywardError } from './errors.js';
import { guardExpress } from './express.js';
import { guardFastify, guardRoute } from './fastify.js';
import type { GuardOptions } from './guard.js';

const open: (() => Promise<unknown>)[] = [];

standVerifier();
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const options = (): GuardOptions => ({
  client: createClient({ verifierUrl: verifier.address, token: world.caller.secret }),
  api: 'billing',
});

interface Setting {
  readonly trustsProxy?: boolean;
  /** Has the server see this URL, whatever was sent. */
  readonly rewritesTo?: string;
}

type Start = (guard: GuardOptions, setting?: Setting) => Promise<string>;

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Guarded under a mount at `/v1`, where Express takes the mount off `url`. */
const startExpress =
  (express: typeof express5): Start =>
  async (guard, { trustsProxy = false, rewritesTo } = {}) => {
    const app = express();
    app.set('trust proxy', trustsProxy ? 'loopback' : false);
    app.use((request, _response, next) => {
      if (rewritesTo !== undefined) request.url = rewritesTo;
      next();
    });
    const mount = guard.strippedPrefix === undefined ? '/v1' : '/';
    app.use(mount, guardExpress(guard), (_request: Request, response: Response) => {
      response.json(response.locals.keyward);
    });
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(() => new Promise((resolve) => server.close(resolve)));
    return addressOf(server);
  };

const startFastify: Start = async (guard, { trustsProxy = false, rewritesTo } = {}) => {
  const trustProxy = trustsProxy ? 'loopback' : false;
  const app = Fastify({ trustProxy, rewriteUrl: ({ url = '' }) => rewritesTo ?? url });
  await app.register(guardFastify, guard);
  app.all('/*', async (request) => request.keyward);
  open.push(() => app.close());
  return app.listen({ host: '127.0.0.1', port: 0 });
};

/** Asks with these bytes as they are; answers status, challenge and body. */
async function send(address: string, line: string, ...headers: string[]) {
  const answer = await sendRaw(address, rawRequest(`${line} HTTP/1.1`, headers));
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim();
  return {
    status: Number(head.split(' ')[1]),
    challenge: header('www-authenticate'),
    retryAfter: header('retry-after'),
    cacheControl: header('cache-control'),
    body,
  };
}
const bearer = (secret: string) => `Authorization: Bearer ${secret}`;
const mine = () => bearer(world.token.secret);

describe.each<[string, Start, string]>([
  ['Express 5', startExpress(express5), '192.0.2.5'],
  ['Express 4', startExpress(express4Untyped as typeof express5), '192.0.2.4'],
  ['Fastify', startFastify, '192.0.2.1'],
])('a guard in %s', (name, start, ownIp) => {
  it('passes on what is allowed, with the verdict, about the path as sent', async () => {
    const address = await start(options());
    const { status, body } = await send(address, 'GET /v1/invoices/7?page=2', mine());
    expect(status).toBe(200);
    const { decisionId, ...verdict } = JSON.parse(body);
    expect(verdict).toMatchObject({ allowed: true, operation: 'getInvoice' });
    expect(await recorded(database.db, 'id', decisionId)).toMatchObject([
      { method: 'GET', path: '/v1/invoices/7', ip: '127.0.0.1' },
    ]);
  });

  it('answers 401 as RFC 6750 says, and records it', async () => {
    const address = await start(options(), { trustsProxy: true });
    const requestId = `without a token in ${name}`;
    // An address of its own: after the first few, refusals of one are folded into a row.
    const headers = [`X-Request-Id: ${requestId}`, `X-Forwarded-For: ${ownIp}`];
    const without = await send(address, 'GET /v1/invoices', ...headers);
    const none = { status: 401, challenge: 'Bearer realm="keyward"', body: '' };
    expect(without).toMatchObject({ ...none, cacheControl: 'no-store' });
    expect(await recorded(database.db, 'requestId', requestId)).toMatchObject([
      { code: 'token_malformed' },
    ]);
    const invalid = { status: 401, challenge: 'Bearer error="invalid_token"', body: '' };
    expect(await send(address, 'GET /v1/invoices', bearer('rubbish'))).toMatchObject(invalid);
    expect(await send(address, 'GET /v1/invoices', 'Authorization: Basic eDp5')).toMatchObject(
      none,
    );
    expect(await send(address, 'GET /v1/invoices', mine(), bearer('x'))).toMatchObject(none);
    expect(
      await send(address, `GET /v1/invoices?access_token=${world.token.secret}`),
    ).toMatchObject(none);
  });

  it('answers 403 with the scope that would do, where there is one', async () => {
    const address = await start(options());
    const challenge = 'Bearer error="insufficient_scope"';
    expect(await send(address, 'DELETE /v1/invoices/7', mine())).toMatchObject({
      status: 403,
      challenge: `${challenge}, scope="invoices:delete"`,
      body: '',
    });
    for (const path of [
      '/v1/nowhere',
      '/v1/invoices/',
      '/v1/invoices/a%2Fb',
      '/v1/x/../invoices',
      '/v1//invoices',
      '/v1/%69nvoices',
      '/v1/invoices;a=b',
    ]) {
      const { status, challenge: given } = await send(address, `GET ${path}`, mine());
      expect([path, status, given]).toEqual([path, 403, challenge]);
    }
  });

  it('does not let a rewritten URL be what is asked about', async () => {
    const address = await start(options(), { rewritesTo: '/v1/invoices' });
    expect((await send(address, 'GET /v1/elsewhere', mine())).status).toBe(403);
    expect((await send(address, 'GET /v1/invoices/7', mine())).status).toBe(200);
  });

  it('asks about a named operation instead of the path', async () => {
    const listing = await start({ ...options(), operation: 'listInvoices' });
    expect((await send(listing, 'POST /v1/anything', mine())).status).toBe(200);
    const refund = await start({ ...options(), operation: 'refund' });
    expect((await send(refund, 'GET /v1/invoices', mine())).status).toBe(403);
  });

  it('puts back what a proxy took off the path', async () => {
    const address = await start({ ...options(), strippedPrefix: '/v1' });
    expect((await send(address, 'GET /invoices', mine())).status).toBe(200);
    expect((await send(address, 'GET /v1/invoices', mine())).status).toBe(403);
    expect(() => guardRoute({ ...options(), strippedPrefix: 'v1/' })).toThrow('strippedPrefix');
  });

  it('believes a forwarded address only where the framework is told to', async () => {
    const values = { allowedCidrs: ['10.0.0.0/8'] };
    const { secret } = await makeToken(database.db, world.owner, values);
    const from = (address: string, forwarded: string) =>
      send(address, 'GET /v1/invoices', bearer(secret), `X-Forwarded-For: ${forwarded}`);
    expect((await from(await start(options()), '10.1.2.3')).status).toBe(401);
    const trusting = await start(options(), { trustsProxy: true });
    expect((await from(trusting, '10.1.2.3')).status).toBe(200);
    expect((await from(trusting, '10.1.2.3, 192.0.2.1')).status).toBe(401);
    expect((await from(trusting, 'unknown')).status).toBe(401);
  });

  it('answers 503 where no verifier answers, and says why to the operator alone', async () => {
    const failures: KeywardError[] = [];
    const address = await start({
      ...options(),
      client: createClient({ verifierUrl: 'http://127.0.0.1:9', token: 'kws_x' }),
      onFailure: (error) => failures.push(error),
    });
    expect(await send(address, 'GET /v1/invoices', mine())).toMatchObject({
      status: 503,
      retryAfter: '1',
      challenge: undefined,
      body: '',
    });
    expect(failures).toMatchObject([{ code: 'unavailable' }]);
  });

  it('lets nothing pass when it fails itself', async () => {
    const client = { verify: () => Promise.reject(new Error('a fault')) };
    const address = await start({ ...options(), client });
    const { status, body } = await send(address, 'GET /v1/invoices', mine());
    expect([status, body.includes('"allowed"')]).toEqual([500, false]);
  });
});

describe('the plugin for Fastify', () => {
  it('guards the scope it is registered in, and no other', async () => {
    const app = Fastify();
    open.push(() => app.close());
    app.get('/open', async (request) => ({ verdict: request.keyward }));
    await app.register(async (scope) => {
      await scope.register(guardFastify, options());
      scope.get('/v1/invoices', async () => 'in');
    });
    const onRequest = guardRoute({ ...options(), operation: 'refund' });
    app.get('/refund', { onRequest }, async () => 'in');
    const statuses = await Promise.all(
      ['/open', '/v1/invoices', '/refund'].map(async (url) => (await app.inject(url)).statusCode),
    );
    expect(statuses).toEqual([200, 401, 401]);
    const headers = { authorization: `Bearer ${world.token.secret}` };
    expect((await app.inject({ url: '/v1/invoices', headers })).body).toBe('in');
    expect((await app.inject({ url: '/refund', headers })).statusCode).toBe(403);
  });
});
