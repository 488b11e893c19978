import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.js';
import type { KeywardError } from './errors.js';
import { guardHandler } from './fetch.js';

const OWN = `kws_${'o'.repeat(36)}`;
const PRESENTED = `kwp_${'p'.repeat(36)}`;
const allowed = {
  allowed: true,
  code: 'allowed',
  decisionId: 'dec_1',
  token: { id: 'tok_1', name: 'robot', expiresAt: '2030-01-01T00:00:00.000Z' },
  identity: { id: 'idn_1', type: 'service', name: 'robot' },
  group: { id: 'grp_1', slug: 'billing' },
  api: 'billing',
  operation: 'listInvoices',
  scope: 'invoices:read',
  scopes: ['invoices:read'],
};

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

async function listen(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const says =
  (body: unknown, status = 200): RequestListener =>
  (_request, response) =>
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));

/** Writes the allow it would end with, a byte at a time, for ever in front of it. */
const drips: RequestListener = (_request, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

/** Sends an allow to whoever follows the redirect. */
const redirects =
  (status: number): RequestListener =>
  (request, response) => {
    if (request.url === '/allow') says(allowed)(request, response);
    else response.writeHead(status, { location: '/allow' }).end(JSON.stringify(allowed));
  };

const without = (name: keyof typeof allowed) => {
  const { [name]: _, ...rest } = allowed;
  return rest;
};

const HOSTILE: [what: string, listener: RequestListener, code: string][] = [
  ['never answers', () => undefined, 'timeout'],
  ['answers its head and then drips', drips, 'timeout'],
  ['closes the connection', (request) => request.socket.destroy(), 'unavailable'],
  [
    'breaks off in the middle of an allow',
    (_request, response) => {
      response.writeHead(200, { 'content-length': 9_999 });
      response.write(JSON.stringify(allowed), () => response.destroy());
    },
    'unavailable',
  ],
  ['sends an endless body', endless, 'unavailable'],
  ['sends an allow packed behind 64 MB of blanks', bomb, 'unavailable'],
  ['sends no HTTP', (request) => request.socket.end(`${PRESENTED}\r\n\r\n`), 'unavailable'],
  ['sends bytes that are no UTF-8', (_, r) => r.end(Buffer.from([0xff, 0xfe])), 'unavailable'],
  ['sends rubbish', says('<html>allowed</html>'), 'unavailable'],
  ['sends nothing', says(''), 'unavailable'],
  ['sends null', says('null'), 'unavailable'],
  ['sends an array', says([allowed]), 'unavailable'],
  ['sends a batch', says({ results: [allowed] }), 'unavailable'],
  ['sends allowed as a text', says({ ...allowed, allowed: 'true' }), 'unavailable'],
  ['sends allowed as a number', says({ ...allowed, allowed: 1 }), 'unavailable'],
  [
    'sends allowed with a code of denial',
    says({ ...allowed, code: 'token_revoked' }),
    'unavailable',
  ],
  ['sends denied with the code allowed', says({ ...allowed, allowed: false }), 'unavailable'],
  ['sends a code nobody knows', says({ ...allowed, allowed: false, code: 'x' }), 'unavailable'],
  [
    'sends a prototype that allows',
    says(`{"__proto__":${JSON.stringify(allowed)}}`),
    'unavailable',
  ],
  ['sends scopes that are none', says({ ...allowed, scopes: [1] }), 'unavailable'],
  ['sends an identity of no type', says({ ...allowed, identity: {} }), 'unavailable'],
  ...(['decisionId', 'token', 'identity', 'group', 'api', 'scope', 'scopes'] as const).map(
    (name): [string, RequestListener, string] => [
      `sends an allow without ${name}`,
      says(without(name)),
      'unavailable',
    ],
  ),
  ...[301, 302, 303, 307, 308].map((status): [string, RequestListener, string] => [
    `redirects to an allow by ${status}`,
    redirects(status),
    'unavailable',
  ]),
  ...[201, 206, 404, 429, 500, 503].map((status): [string, RequestListener, string] => [
    `sends an allow with ${status}`,
    says(allowed, status),
    'unavailable',
  ]),
  ['refuses the asker, repeating its token', says({ title: OWN }, 401), 'not_authorized'],
  ['forbids the asker to ask', says(allowed, 403), 'not_authorized'],
  ['repeats secrets as fields', says({ errors: [{ path: PRESENTED }] }, 422), 'invalid_input'],
];

function bomb(_request: unknown, response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-encoding': 'gzip' });
  response.end(gzipSync(' '.repeat(64_000_000) + JSON.stringify(allowed)));
}

function endless(_request: unknown, response: Parameters<RequestListener>[1]): void {
  const block = ' '.repeat(65_536);
  const more = () => {
    while (!response.destroyed && response.write(block));
  };
  response.writeHead(200).on('drain', more);
  more();
}

describe('a verifier that can’t be trusted', () => {
  it.each(HOSTILE)('and %s lets nothing pass', async (_what, listener, code) => {
    const client = createClient({
      verifierUrl: await listen(listener),
      token: OWN,
      timeoutMs: code === 'timeout' ? 150 : 5_000,
    });
    const handler = vi.fn(() => new Response('in'));
    const failures: KeywardError[] = [];
    const onFailure = (error: KeywardError) => failures.push(error);
    const guarded = guardHandler({ client, api: 'billing', onFailure }, handler);
    const headers = { authorization: `Bearer ${PRESENTED}` };
    const response = await guarded(new Request('http://billing.example.com/invoices', { headers }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await response.text()).toBe('');
    expect(handler).not.toHaveBeenCalled();
    expect(failures.map((error) => error.code)).toEqual([code]);
    expect(inspect(failures, { depth: 9, showHidden: true })).not.toMatch(/kw[ps]_/);
  });

  it.each([
    ['fewer verdicts', [allowed]],
    ['more verdicts', [allowed, allowed, allowed]],
    ['a verdict that is none', [allowed, { ...allowed, allowed: 'true' }]],
    ['a gap', [allowed, null]],
    ['no array', { length: 2, 0: allowed, 1: allowed }],
  ])('answers a batch with %s in vain', async (_what, results) => {
    const question = { token: PRESENTED, api: 'billing', operation: 'listInvoices' };
    const client = createClient({ verifierUrl: await listen(says({ results })), token: OWN });
    const batch = client.verifyBatch([question, question]);
    await expect(batch).rejects.toMatchObject({ code: 'unavailable' });
  });

  it.each([
    '{"active":"true"}',
    '{"active":true}',
    '{"active":true,"scope":"a","client_id":"b","username":"c","exp":"9"}',
    '[{"active":true}]',
    '"active"',
  ])('can’t make a token active with %s', async (body) => {
    const client = createClient({ verifierUrl: await listen(says(body)), token: OWN });
    await expect(client.introspect(PRESENTED)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is the only reason for the refusals above: the same allow, well formed, passes', async () => {
    const client = createClient({ verifierUrl: await listen(says(allowed)), token: OWN });
    const guarded = guardHandler({ client, api: 'billing' }, () => new Response('in'));
    const response = await guarded(new Request('http://billing.example.com/invoices'));
    expect(await response.text()).toBe('in');
  });
});

describe('a client', () => {
  it('asks over the connections it has', async () => {
    const ports = new Set<number | undefined>();
    const verifierUrl = await listen((request, response) => {
      ports.add(request.socket.remotePort);
      says(allowed)(request, response);
    });
    const client = createClient({ verifierUrl, token: OWN });
    for (let round = 0; round < 20; round += 1) {
      await client.verify({ token: PRESENTED, api: 'billing', operation: 'listInvoices' });
    }
    // The second question may come before the first connection is free again.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it('keeps a path in the verifier’s address and sends secrets nowhere but in header and body', async () => {
    const seen: (string | undefined)[] = [];
    const verifierUrl = await listen((request, response) => {
      seen.push(request.url, request.headers.authorization);
      says(allowed)(request, response);
    });
    const client = createClient({ verifierUrl: `${verifierUrl}/keyward/`, token: OWN });
    await client.verify({ token: PRESENTED, api: 'billing', operation: 'listInvoices' });
    expect(seen).toEqual(['/keyward/v1/verify', `Bearer ${OWN}`]);
  });
});
