import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recipe } from './gateways/recipe';
import { openTestDatabase } from './testing/database';
import { sendRaw } from './testing/raw-http';
import { recorded, startTestVerifier } from './testing/start';
import { makeWorld, type World } from './testing/world';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let world: World;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  verifier = await startTestVerifier(database.url, { trustedProxies: ['127.0.0.1/32'] });
});
afterAll(async () => {
  await verifier.close();
  await database.drop();
});

/** What a client sent to the gateway; header names in lower case. */
interface Original {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
}
const HOST = 'billing.example.com';
const CLIENT = '198.51.100.7';

const traefikRecipe = z.object({
  http: z.object({
    middlewares: z.object({
      keyward: z.object({
        forwardAuth: z.object({
          address: z.url(),
          trustForwardHeader: z.literal(false),
          authRequestHeaders: z.array(z.string()),
          authResponseHeadersRegex: z.string(),
        }),
      }),
    }),
  }),
});

/** Traefik asks with GET and five headers of its own; of the client's it copies those it lists. */
function askedByTraefik({ method, target, headers }: Original): string {
  const page = traefikRecipe.parse(load(recipe('traefik', 'yaml', {})));
  const { address, authRequestHeaders } = page.http.middlewares.keyward.forwardAuth;
  const listed = new Set(authRequestHeaders.map((name) => name.toLowerCase()));
  return [
    `GET ${new URL(address).pathname} HTTP/1.1`,
    `Host: ${new URL(address).host}`,
    ...headers.filter(([name]) => listed.has(name)).map(([name, value]) => `${name}: ${value}`),
    `X-Forwarded-For: ${CLIENT}`,
    `X-Forwarded-Host: ${HOST}`,
    `X-Forwarded-Method: ${method}`,
    'X-Forwarded-Proto: http',
    `X-Forwarded-Uri: ${target}`,
    ...['Connection: close', '', ''],
  ].join('\r\n');
}

const filters = z.array(z.object({ name: z.string(), typed_config: z.looseObject({}) }));
const envoyRecipe = z.object({
  static_resources: z.object({
    listeners: z.tuple([
      z.object({
        filter_chains: z.tuple([
          z.object({
            filters: z.tuple([
              z.object({ typed_config: z.looseObject({ http_filters: filters }) }),
            ]),
          }),
        ]),
      }),
    ]),
  }),
});
const patterns = z.object({ patterns: z.array(z.object({ exact: z.string() })) });
const extAuthz = z.object({
  failure_mode_allow: z.literal(false),
  allowed_headers: patterns,
  http_service: z.object({ path_prefix: z.string() }),
});
const headerMutation = z.object({
  mutations: z.object({ request_mutations: z.array(z.object({ remove: z.string() })) }),
});

/** Envoy repeats the request below its prefix, and joins what came twice with a comma. */
function askedByEnvoy({ method, target, headers }: Original): string {
  const page = envoyRecipe.parse(load(recipe('envoy', 'yaml', {})));
  const used = page.static_resources.listeners[0].filter_chains[0].filters[0].typed_config;
  const [mutation, authorization] = used.http_filters;
  expect(mutation?.name).toBe('envoy.filters.http.header_mutation');
  const { request_mutations } = headerMutation.parse(mutation?.typed_config).mutations;
  const removed = new Set(request_mutations.map(({ remove }) => remove));
  const { allowed_headers, http_service } = extAuthz.parse(authorization?.typed_config);
  const listed = new Set(['authorization', ...allowed_headers.patterns.map(({ exact }) => exact)]);
  const sent = new Map<string, string>();
  for (const [name, value] of [...headers, ['x-forwarded-for', CLIENT] as const]) {
    if (removed.has(name) || !listed.has(name)) continue;
    sent.set(name, sent.has(name) ? `${sent.get(name)},${value}` : value);
  }
  return [
    `${method} ${http_service.path_prefix}${target} HTTP/1.1`,
    `host: ${HOST}`,
    'content-length: 0',
    ...[...sent].map(([name, value]) => `${name}: ${value}`),
    ...['connection: close', '', ''],
  ].join('\r\n');
}

describe.each([
  ['Traefik', askedByTraefik],
  ['Envoy', askedByEnvoy],
])('the question %s asks', (name, asked) => {
  const ask = async (
    method: string,
    target: string,
    headers: readonly (readonly [string, string])[],
  ) => {
    const answer = await sendRaw(verifier.address, asked({ method, target, headers }));
    const [status = '', ...lines] = answer.split('\r\n');
    return { status: Number(status.slice(9, 12)), headers: lines };
  };
  const bearer = () => ['authorization', `Bearer ${world.token.secret}`] as const;

  it('is answered with the headers it copies, and recorded whole', async () => {
    const requestId = `recorded-${name}`;
    const headers = [bearer(), ['user-agent', 'curl/8'], ['x-request-id', requestId]] as const;
    const answer = await ask('GET', '/v1/invoices/7?page=2', headers);
    expect(answer.status).toBe(200);
    expect(answer.headers).toContain(`x-keyward-token: ${world.token.id}`);
    expect(await recorded(database.db, 'requestId', requestId)).toMatchObject([
      {
        ...{ code: 'allowed', method: 'GET', path: '/v1/invoices/7', operation: 'getInvoice' },
        ...{ ip: CLIENT, userAgent: 'curl/8' },
      },
    ]);
  });

  it('may be about a HEAD', async () => {
    expect((await ask('HEAD', '/v1/invoices/7', [bearer()])).status).toBe(200);
  });

  it('is refused with the challenges it passes on', async () => {
    const denied = await ask('DELETE', '/v1/invoices/7', [bearer()]);
    expect(denied.status).toBe(403);
    expect(denied.headers).toContain(
      'www-authenticate: Bearer error="insufficient_scope", scope="invoices:delete"',
    );
    const unknown = await ask('GET', '/v1/invoices', [['authorization', 'Bearer rubbish']]);
    expect(unknown.status).toBe(401);
    expect(unknown.headers).toContain('www-authenticate: Bearer error="invalid_token"');
    const bare = await ask('GET', '/v1/invoices', []);
    expect(bare.status).toBe(401);
    expect(bare.headers).toContain('www-authenticate: Bearer realm="keyward"');
  });

  it('is not changed by headers that a client makes up', async () => {
    const spoofed = [
      ['x-forwarded-method', 'GET'],
      ['x-forwarded-uri', '/v1/invoices'],
      ['x-forwarded-host', 'elsewhere.example.com'],
      ['x-forwarded-for', '203.0.113.9'],
      ['x-original-method', 'GET'],
      ['x-original-uri', '/v1/invoices'],
      ['x-keyward-api', 'keyward'],
    ] as const;
    const allowed = await ask('GET', '/v1/invoices/7', [bearer(), ...spoofed]);
    expect(allowed.status).toBe(200);
    expect((await ask('DELETE', '/v1/invoices/7', [bearer(), ...spoofed])).status).toBe(403);
    const id = allowed.headers.find((line) => line.startsWith('x-keyward-decision: '));
    const rows = await recorded(database.db, 'id', id?.split(' ')[1] ?? '');
    expect(rows).toMatchObject([{ ip: CLIENT, path: '/v1/invoices/7' }]);
  });

  it('with two tokens is refused', async () => {
    const other = ['authorization', 'Bearer rubbish'] as const;
    expect((await ask('GET', '/v1/invoices', [bearer(), other])).status).toBe(401);
    expect((await ask('GET', '/v1/invoices', [other, bearer()])).status).toBe(401);
  });

  it.each([
    ...[
      '/v1/invoices%2f7',
      '//v1/invoices',
      '/v1//invoices',
      '/v1/x/../invoices',
      '/v1/invoices;x',
    ],
    ...['/v1/%2e%2e/v1/invoices', '/v1/invoices/', '/v1/invoices/%2e'],
  ])('about %s is refused', async (target) => {
    expect((await ask('GET', target, [bearer()])).status).toBe(403);
  });
});
