import { describe, expect, it } from 'vitest';
import { generateTokenSecret } from '@/domain/base/token-format';
import { change, makeApi, makeGroup, makeScope, makeService, makeToken } from './testing/fixture';
import { sendRaw } from './testing/raw-http';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';
import { authorize, recorded, until } from './testing/start';
import { forwarded } from './testing/world';

standVerifier();

const ask = (headers: Record<string, string>, method = 'GET') =>
  authorize(verifier.address, headers, method);

describe('a granted request', () => {
  it('passes with headers that name token, identity, group, operation and scopes', async () => {
    const response = await ask(forwarded(world.token.secret, 'GET', '/v1/invoices/7?page=2'));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-keyward-decision': expect.stringMatching(/^dec_[0-9a-z]{26}$/),
      'x-keyward-token': world.token.id,
      'x-keyward-identity': world.identityId,
      'x-keyward-group': 'billing',
      'x-keyward-operation': 'getInvoice',
      'x-keyward-scopes': 'invoices:read',
    });
  });

  it('is recorded with every field before the answer leaves', async () => {
    const response = await ask({
      ...forwarded(world.token.secret, 'GET', '/v1/invoices/7?secret=abc'),
      'x-forwarded-for': '198.51.100.7',
      'user-agent': 'curl/8',
      'x-request-id': 'r-1',
    });
    const id = response.headers.get('x-keyward-decision') ?? '';
    const [row] = await recorded(database.db, 'id', id);
    expect(row).toEqual({
      id,
      at: expect.any(String),
      verifier: 'test',
      outcome: 'allowed',
      code: 'allowed',
      reason: null,
      api: 'billing',
      operation: 'getInvoice',
      method: 'GET',
      path: '/v1/invoices/7',
      tokenId: world.token.id,
      tokenName: 'deploy robot',
      identityId: world.identityId,
      identityName: 'robot',
      groupId: world.groupId,
      groupSlug: 'billing',
      scope: 'invoices:read',
      ip: '198.51.100.7',
      userAgent: 'curl/8',
      requestId: 'r-1',
      foldedCount: 1,
      foldedUntil: null,
      batch: expect.any(Number),
    });
    expect(Math.abs(Date.parse(`${row?.at}`) - Date.now())).toBeLessThan(5_000);
  });

  it('is answered whatever method the gateway uses, with or without a body', async () => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      const headers = forwarded(world.token.secret, 'GET', '/v1/invoices');
      expect([method, (await ask(headers, method)).status]).toEqual([method, 200]);
    }
    const posted = await fetch(`${verifier.address}/v1/authorize`, {
      method: 'POST',
      headers: {
        ...forwarded(world.token.secret, 'GET', '/v1/invoices'),
        'content-type': 'application/json',
      },
      body: '{ not json',
    });
    expect(posted.status).toBe(200);
  });

  it('is understood in the headers of nginx as well', async () => {
    const response = await ask({
      authorization: `bearer ${world.token.secret}`,
      'x-original-method': 'GET',
      'x-original-host': 'billing.example.com',
      'x-original-uri': '/v1/invoices',
    });
    expect(response.headers.get('x-keyward-operation')).toBe('listInvoices');
  });

  it('is understood as a whole URL, as ingress-nginx sends it', async () => {
    const asked = (url: string, more: Record<string, string> = {}) =>
      ask({
        authorization: `Bearer ${world.token.secret}`,
        'x-original-method': 'GET',
        'x-original-url': url,
        ...more,
      });
    for (const url of [
      'https://billing.example.com/v1/invoices?page=2',
      'http://billing.example.com/v1/invoices',
      'https://BILLING.example.com:443/v1/invoices',
    ]) {
      const response = await asked(url);
      expect(response.headers.get('x-keyward-operation')).toBe('listInvoices');
    }
    const agreeing = {
      'x-original-host': 'billing.example.com',
      'x-forwarded-uri': '/v1/invoices',
    };
    expect((await asked('https://billing.example.com/v1/invoices', agreeing)).status).toBe(200);
    for (const url of [
      'https://billing.example.com',
      'https://billing.example.com?/v1/invoices',
      'https://billing.example.com#/v1/invoices',
      'https://billing.example.com\\/v1/invoices',
      'https://billing.example.com/v1/invoices/%2e%2e',
      'https://billing.example.com//v1/invoices',
      'ftp://billing.example.com/v1/invoices',
      'https:///v1/invoices',
      'https://billing.example.comhttp://billing.example.com/v1/invoices',
    ]) {
      expect([url, (await asked(url)).status]).toEqual([url, 403]);
    }
  });

  it('is understood when the gateway repeats it after the path, as Envoy does', async () => {
    for (const [method, target, status, contradiction] of [
      ['GET', '/v1/invoices/7?page=2', 200],
      ['HEAD', '/v1/invoices/7', 200],
      ['DELETE', '/v1/invoices/7', 403],
      ['GET', '/v1/invoices/../invoices', 403],
      ['GET', '//v1/invoices', 403],
      ['GET', '/', 403],
      ['GET', '/v1/invoices', 403, 'X-Forwarded-Uri: /v1/invoices/7'],
      ['GET', '/v1/invoices', 403, 'X-Original-Method: HEAD'],
      ['GET', '/v1/invoices', 403, 'X-Forwarded-Host: elsewhere.example.com'],
      ['GET', '/v1/invoices', 403, 'Host: billing.example.com'],
    ] as const) {
      const line = `${method} /v1/authorize${target} HTTP/1.1`;
      const headers = [
        ...['Host: billing.example.com', 'Connection: close'],
        ...[`Authorization: Bearer ${world.token.secret}`, contradiction ?? 'Accept: */*'],
      ];
      const answer = await sendRaw(verifier.address, [line, ...headers, '', ''].join('\r\n'));
      expect([line, contradiction, answer.slice(9, 12)]).toEqual([
        ...[line, contradiction, String(status)],
      ]);
      if (status === 200) expect(answer).toContain('x-keyward-operation: getInvoice');
    }
  });

  it('is of the API at another port only by the word of the gateway', async () => {
    const { db } = database;
    const elsewhere = await makeApi(db, {
      ...{ slug: 'elsewhere', hosts: ['ports.example.com:8443'], basePath: '/' },
      operations: [{ name: 'look', method: 'GET', path: '/look' }],
    });
    const here = await makeApi(db, {
      ...{ slug: 'here', hosts: ['ports.example.com'], basePath: '/' },
      operations: [{ name: 'look', method: 'GET', path: '/look' }],
    });
    const tokenOf = async (api: typeof here) => {
      const scope = await makeScope(db, api, `${api.slug}:look`, ['look']);
      const groupId = await makeGroup(db, `${api.slug}-lookers`, [scope]);
      const identityId = await makeService(db, `${api.slug}-robot`, [groupId]);
      return (await makeToken(db, { identityId, groupId })).secret;
    };
    await change(db, 'apis.create', [elsewhere.id, here.id], async () => undefined);
    const [near, far] = [await tokenOf(here), await tokenOf(elsewhere)];
    const statusOf = async (secret: string, host: string, port?: string, api?: string) => {
      const headers = {
        ...forwarded(secret, 'GET', '/look'),
        'x-forwarded-host': host,
        ...(port && { 'x-keyward-port': port }),
        ...(api && { 'x-keyward-api': api }),
      };
      return (await ask(headers)).status;
    };
    await until(
      () => statusOf(near, 'ports.example.com'),
      (status) => status === 200,
    );
    for (const [secret, host, port, status] of [
      [far, 'ports.example.com:8443', undefined, 403],
      [near, 'ports.example.com:8443', undefined, 403],
      [far, 'ports.example.com:8443', '80', 403],
      [near, 'ports.example.com:8443', '80', 403],
      [far, 'ports.example.com:8443', '8443', 200],
      [far, 'ports.example.com', '8443', 200],
      [near, 'ports.example.com', '8443', 403],
      [near, 'ports.example.com', '80', 200],
      [near, 'ports.example.com:443', undefined, 200],
    ] as const) {
      const asked = [secret === far ? 'far' : 'near', host, port];
      expect([...asked, await statusOf(secret, host, port)]).toEqual([...asked, status]);
    }
    expect(await statusOf(far, 'ports.example.com:8443', undefined, 'elsewhere')).toBe(403);
    // What a gateway passes on of its own accord is often the client's word.
    const headers = {
      ...forwarded(far, 'GET', '/look'),
      'x-forwarded-host': 'ports.example.com',
      'x-forwarded-port': '8443',
    };
    expect((await ask(headers)).status).toBe(403);
  });

  it('may name its API where the host belongs to none', async () => {
    const response = await ask({
      ...forwarded(world.token.secret, 'GET', '/v1/invoices'),
      'x-forwarded-host': 'internal',
      'x-keyward-api': 'billing',
    });
    expect(response.status).toBe(200);
  });
});

describe('a refused request', () => {
  it('without credentials gets the bare challenge', async () => {
    const response = await ask(forwarded(null, 'GET', '/v1/invoices'));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="keyward"');
  });

  it('with a token that does not work gets invalid_token and not why', async () => {
    const { db } = database;
    const expired = await makeToken(db, world.owner, { expiresAt: new Date(Date.now() - 1_000) });
    const elsewhere = await makeToken(db, world.owner, { allowedCidrs: ['10.0.0.0/8'] });
    for (const secret of [
      'rubbish',
      generateTokenSecret('service'),
      expired.secret,
      elsewhere.secret,
    ]) {
      const response = await fetch(`${verifier.address}/v1/authorize`, {
        headers: forwarded(secret, 'GET', '/v1/invoices'),
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
      expect(await response.text()).toBe('');
    }
  });

  it('for an operation not granted gets insufficient_scope and the scope it needs', async () => {
    const response = await ask(forwarded(world.token.secret, 'DELETE', '/v1/invoices/7'));
    expect(response.status).toBe(403);
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_scope", scope="invoices:delete"',
    );
  });

  it.each([
    ['an unknown path', { 'x-forwarded-uri': '/v1/nothing' }, 'operation_unknown'],
    ['an ambiguous path', { 'x-forwarded-uri': '/v1/invoices/%2e%2e' }, 'path_ambiguous'],
    ['an unknown host', { 'x-forwarded-host': 'nowhere.example.com' }, 'api_unknown'],
    ['two hosts that differ', { 'x-original-host': 'other.example.com' }, 'api_unknown'],
    ['two paths that differ', { 'x-original-uri': '/v1/other' }, 'path_ambiguous'],
    ['two methods that differ', { 'x-original-method': 'DELETE' }, 'operation_unknown'],
    ['a host that differs from that header', {}, 'api_unknown', '/v1/invoices'],
    [
      'a whole URL of another host',
      { 'x-original-url': 'https://other.example.com/v1/invoices' },
      'api_unknown',
    ],
    [
      'a whole URL of another path',
      { 'x-original-url': 'https://billing.example.com/v1/other' },
      'path_ambiguous',
    ],
    [
      'a whole URL in another spelling',
      { 'x-original-url': 'https://billing.example.com/v1/./invoices' },
      'path_ambiguous',
    ],
    ['another path in X-Original-URL', { 'x-original-url': '/v1/other' }, 'path_ambiguous'],
    [
      'an X-Original-URL that is no URL',
      { 'x-original-url': 'billing.example.com/v1/invoices' },
      'path_ambiguous',
    ],
    [
      'a whole URL with credentials',
      { 'x-original-url': 'https://x@billing.example.com/v1/invoices' },
      'api_unknown',
    ],
    [
      'two whole URLs',
      {
        'x-original-url':
          'https://billing.example.com/v1/invoices, https://billing.example.com/v1/invoices',
      },
      'path_ambiguous',
    ],
    ['a port that is none', { 'x-keyward-port': '0' }, 'api_unknown'],
    ['two ports', { 'x-keyward-port': '80, 8443' }, 'api_unknown'],
    ['an API that is not that of the host', { 'x-keyward-api': 'keyward' }, 'api_unknown'],
    ['an unknown API', { 'x-keyward-api': 'nowhere' }, 'api_unknown'],
  ])('for %s gets 403 and is recorded', async (_what, headers, code, appended = '') => {
    const requestId = `${code}-${Math.random()}`;
    const response = await fetch(`${verifier.address}/v1/authorize${appended}`, {
      headers: {
        ...forwarded(world.token.secret, 'GET', '/v1/invoices'),
        'x-request-id': requestId,
        ...headers,
      },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer error="insufficient_scope"/);
    const rows = await recorded(database.db, 'requestId', requestId);
    expect(rows).toMatchObject([{ code, outcome: 'denied', tokenId: world.token.id }]);
  });
});
