import { load, loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recipe } from './gateways/recipe';
import { openTestDatabase } from './testing/database';
import { makeApi, makeGroup, makeScope, makeService, makeToken } from './testing/fixture';
import { sendRaw } from './testing/raw-http';
import { recorded, startTestVerifier } from './testing/start';
import { makeWorld, type World } from './testing/world';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let world: World;
let neighbour: { readonly secret: string };

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  const neighbours = await makeApi(database.db, {
    ...{ slug: 'private', hosts: [`${HOST}:8443`], basePath: '/v1' },
    operations: [{ name: 'listPrivate', method: 'GET', path: '/invoices' }],
  });
  const scope = await makeScope(database.db, neighbours, 'private:read', ['listPrivate']);
  const groupId = await makeGroup(database.db, 'neighbours', [scope]);
  const identityId = await makeService(database.db, 'neighbour', [groupId]);
  neighbour = await makeToken(database.db, { identityId, groupId });
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
  readonly host?: string | undefined;
}
const HOST = 'billing.example.com';
const CLIENT = '198.51.100.7';

const traefikRecipe = z.object({
  http: z.object({
    routers: z.object({
      billing: z.object({
        entryPoints: z.tuple([z.literal('web')]),
        middlewares: z.array(z.string()),
      }),
    }),
    middlewares: z.looseObject({
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

const setsHeaders = z.object({
  headers: z.looseObject({ customRequestHeaders: z.record(z.string(), z.string()).default({}) }),
});

/** Traefik asks with GET and five headers of its own; of what it has then it copies those it lists. */
function askedByTraefik({ method, target, headers: sent, host = HOST }: Original): string {
  const { routers, middlewares } = traefikRecipe.parse(load(recipe('traefik', 'yaml', {}))).http;
  const { address, authRequestHeaders } = middlewares.keyward.forwardAuth;
  const listed = new Set(authRequestHeaders.map((name) => name.toLowerCase()));
  let headers = sent;
  for (const name of routers.billing.middlewares) {
    if (name === 'keyward') break;
    const { customRequestHeaders } = setsHeaders.parse(middlewares[name]).headers;
    const set = Object.entries(customRequestHeaders).map(
      ([key, value]) => [key.toLowerCase(), value] as const,
    );
    const names = new Set(set.map(([key]) => key));
    headers = [
      ...headers.filter(([key]) => !names.has(key)),
      ...set.filter(([, value]) => value !== ''),
    ];
  }
  return [
    `GET ${new URL(address).pathname} HTTP/1.1`,
    `Host: ${new URL(address).host}`,
    ...headers.filter(([name]) => listed.has(name)).map(([name, value]) => `${name}: ${value}`),
    `X-Forwarded-For: ${CLIENT}`,
    `X-Forwarded-Host: ${host}`,
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
  mutations: z.object({
    request_mutations: z.array(
      z.union([
        z.object({ remove: z.string() }),
        z.object({
          append: z.object({
            header: z.object({ key: z.string(), value: z.string() }),
            append_action: z.literal('OVERWRITE_IF_EXISTS_OR_ADD'),
          }),
        }),
      ]),
    ),
  }),
});
const LISTENER: Readonly<Record<string, string>> = { '%DOWNSTREAM_LOCAL_PORT%': '80' };

/** Envoy repeats the request below its prefix, and joins what came twice with a comma. */
function askedByEnvoy({ method, target, headers, host = HOST }: Original): string {
  const page = envoyRecipe.parse(load(recipe('envoy', 'yaml', {})));
  const used = page.static_resources.listeners[0].filter_chains[0].filters[0].typed_config;
  const at = (name: string) => used.http_filters.findIndex((filter) => filter.name.endsWith(name));
  const [mutation, authorization] = ['header_mutation', 'ext_authz'].map(
    (name) => used.http_filters[at(name)],
  );
  // Preflights have no token, and an old key is one only where it was mapped before.
  expect([at('cors'), at('lua'), at('header_mutation'), at('ext_authz')]).toEqual([0, 1, 2, 3]);
  const { request_mutations } = headerMutation.parse(mutation?.typed_config).mutations;
  const removed = new Set(
    request_mutations.map((change) =>
      'remove' in change ? change.remove : change.append.header.key,
    ),
  );
  const set = request_mutations.flatMap((change) => {
    if ('remove' in change) return [];
    const { key, value } = change.append.header;
    return [[key, LISTENER[value] ?? value] as const];
  });
  const { allowed_headers, http_service } = extAuthz.parse(authorization?.typed_config);
  const listed = new Set(['authorization', ...allowed_headers.patterns.map(({ exact }) => exact)]);
  const sent = new Map<string, string>();
  const kept = headers.filter(([name]) => !removed.has(name));
  for (const [name, value] of [...kept, ...set, ['x-forwarded-for', CLIENT] as const]) {
    if (!listed.has(name)) continue;
    sent.set(name, sent.has(name) ? `${sent.get(name)},${value}` : value);
  }
  return [
    `${method} ${http_service.path_prefix}${target} HTTP/1.1`,
    `host: ${host}`,
    'content-length: 0',
    ...[...sent].map(([name, value]) => `${name}: ${value}`),
    ...['connection: close', '', ''],
  ].join('\r\n');
}

const questionHeaders = z.object({
  kind: z.literal('ConfigMap'),
  data: z.record(z.string(), z.string()),
});
const ingress = z.object({
  kind: z.literal('Ingress'),
  metadata: z.object({
    annotations: z.looseObject({ 'nginx.ingress.kubernetes.io/auth-url': z.url() }),
  }),
});

/**
 * ingress-nginx asks with the client's headers, those of its own set over them, and those of the
 * ConfigMap over both; an empty value takes a header away.
 */
function askedByIngressNginx({ method, target, headers, host = HOST }: Original): string {
  const [config, page] = loadAll(recipe('ingress-nginx', 'yaml', {}));
  const { data } = questionHeaders.parse(config);
  const url = new URL(
    ingress.parse(page).metadata.annotations['nginx.ingress.kubernetes.io/auth-url'],
  );
  const set = Object.entries({
    ...{
      Host: url.host,
      'Content-Length': '',
      'X-Forwarded-Proto': '',
      'X-Request-ID': 'made-here',
    },
    ...{ 'X-Original-URL': `http://${host}${target}`, 'X-Original-Method': method },
    ...{ 'X-Real-IP': CLIENT, 'X-Forwarded-For': CLIENT, 'X-Auth-Request-Redirect': target },
    ...Object.fromEntries(
      Object.entries(data).map(([name, value]) => [name, value.replace('$server_port', '80')]),
    ),
  });
  const names = new Set(set.map(([name]) => name.toLowerCase()));
  const kept = headers.filter(([name]) => !names.has(name) || name === 'x-request-id');
  return [
    `GET ${url.pathname} HTTP/1.1`,
    ...[...kept, ...set.filter(([, value]) => value !== '')].map(
      ([name, value]) => `${name}: ${value}`,
    ),
    ...['Connection: close', '', ''],
  ].join('\r\n');
}

describe.each([
  ['Traefik', askedByTraefik],
  ['Envoy', askedByEnvoy],
  ['ingress-nginx', askedByIngressNginx],
])('the question %s asks', (name, asked) => {
  const ask = async (
    method: string,
    target: string,
    headers: readonly (readonly [string, string])[],
    host?: string,
  ) => {
    const answer = await sendRaw(verifier.address, asked({ method, target, headers, host }));
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
      ['x-keyward-port', '8443'],
    ] as const;
    const allowed = await ask('GET', '/v1/invoices/7', [bearer(), ...spoofed]);
    expect(allowed.status).toBe(200);
    expect((await ask('DELETE', '/v1/invoices/7', [bearer(), ...spoofed])).status).toBe(403);
    const id = allowed.headers.find((line) => line.startsWith('x-keyward-decision: '));
    const rows = await recorded(database.db, 'id', id?.split(' ')[1] ?? '');
    expect(rows).toMatchObject([{ ip: CLIENT, path: '/v1/invoices/7' }]);
  });

  it('says which port the gateway listens on, whatever port the client writes', async () => {
    const headers = [['authorization', `Bearer ${neighbour.secret}`]] as const;
    expect((await ask('GET', '/v1/invoices', headers, `${HOST}:8443`)).status).toBe(403);
    expect((await ask('GET', '/v1/invoices', headers)).status).toBe(403);
    expect((await ask('GET', '/v1/invoices', [bearer()], `${HOST}:80`)).status).toBe(200);
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
