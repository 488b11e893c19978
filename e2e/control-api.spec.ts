import { expect, test } from './support/test';

/** A document the size of GitHub's: `count` operations, and the routes of the story among them. */
function largeDocument(count: number) {
  const operation = (operationId: string) => ({
    operationId,
    tags: ['repos'],
    responses: { '200': { description: 'ok' } },
  });
  const parameters = ['owner', 'repo'].map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const paths: Record<string, object> = {
    '/repos/{owner}/{repo}': {
      parameters,
      get: operation('repos/get'),
      delete: operation('repos/delete'),
    },
    '/repos/{owner}/{repo}/issues': {
      parameters,
      get: operation('issues/list'),
      post: operation('issues/create'),
    },
  };
  for (let index = 4; index < count; index += 1) {
    paths[`/things/${index}`] = { get: operation(`things/get-${index}`) };
  }
  return JSON.stringify({ openapi: '3.0.3', info: { title: 'Forge', version: '1' }, paths });
}

test('from an empty installation to a revoked token, over HTTP alone', async ({
  request,
  verifierUrl,
  administrator,
}) => {
  const management = { Authorization: `Bearer ${administrator.managementToken}` };
  const call = async (method: string, path: string, data?: object | string, type?: string) => {
    const response = await request.fetch(`/api/v1${path}`, {
      method,
      headers: { ...management, 'Content-Type': type ?? 'application/json' },
      data,
    });
    return { status: response.status(), body: await response.json() };
  };

  expect(
    await call('POST', '/apis', {
      slug: 'forge',
      name: 'Forge',
      hosts: ['api.forge.example'],
      basePath: '/',
    }),
  ).toMatchObject({ status: 201 });
  const document = largeDocument(1_223);
  const preview = await call('PUT', '/apis/forge/openapi?dryRun=true', document);
  expect(preview.body.added).toHaveLength(1_223);
  expect((await call('GET', '/apis/forge')).body.operationCount).toBe(0);
  const imported = await call('PUT', '/apis/forge/openapi', document);
  expect(imported).toMatchObject({ status: 200, body: { operations: 1_223, unchanged: 0 } });
  expect((await call('GET', '/apis/forge/operations?limit=20000')).body.items).toHaveLength(1_223);

  const operations = ['issues/list', 'issues/create', 'repos/get'];
  expect(
    await call('POST', '/scopes', { api: 'forge', name: 'issues:work', operations }),
  ).toMatchObject({ status: 201 });
  expect(await call('POST', '/groups', { slug: 'triage', name: 'Triage' })).toMatchObject({
    status: 201,
  });
  expect(
    await call('PUT', '/groups/triage/scopes', { scopes: ['forge/issues:work'] }),
  ).toMatchObject({ status: 200 });
  const person = await call('POST', '/identities', {
    type: 'person',
    name: 'Grace',
    email: 'grace@example.com',
  });
  const robot = await call('POST', '/identities', { type: 'service', name: 'Robot' });
  expect(
    await call('PATCH', '/groups/triage/members', {
      add: [{ identity: person.body.id, role: 'member' }, { identity: robot.body.id }],
    }),
  ).toMatchObject({ status: 200, body: { added: 2 } });
  const mint = (identity: string) =>
    call('POST', '/tokens', { identity, group: 'triage', name: 'triage bot' });
  expect(await mint(person.body.id)).toMatchObject({
    status: 403,
    body: { code: 'personal_token' },
  });
  const minted = await mint(robot.body.id);
  expect(minted).toMatchObject({
    status: 201,
    body: { secret: expect.stringMatching(/^kws_[0-9A-Za-z]{36}$/) },
  });
  const { secret, token } = minted.body;

  const verify = async (method: string, path: string) => {
    const response = await request.post(`${verifierUrl}/v1/verify`, {
      headers: management,
      data: { token: secret, api: 'forge', method, path, ip: '203.0.113.5', requestId: 'story-1' },
    });
    expect(response.status()).toBe(200);
    return response.json();
  };
  expect(await verify('GET', '/repos/acme/site/issues')).toMatchObject({
    allowed: true,
    code: 'allowed',
    operation: 'issues/list',
    scope: 'issues:work',
    group: { slug: 'triage' },
    identity: { name: 'Robot' },
  });
  expect(await verify('DELETE', '/repos/acme/site')).toMatchObject({
    allowed: false,
    code: 'operation_not_granted',
  });
  expect(await verify('GET', '/things/77')).toMatchObject({
    allowed: false,
    code: 'operation_not_granted',
  });

  const forwarded = {
    Authorization: `Bearer ${secret}`,
    'X-Forwarded-Method': 'GET',
    'X-Forwarded-Host': 'api.forge.example',
    'X-Forwarded-Uri': '/repos/acme/site/issues?page=2',
  };
  const authorized = await request.get(`${verifierUrl}/v1/authorize`, { headers: forwarded });
  expect(authorized.status()).toBe(200);
  expect(authorized.headers()['x-keyward-operation']).toBe('issues/list');

  const revoked = await call('POST', `/tokens/${token.id}/revoke`, { reason: 'end of the story' });
  expect(revoked).toMatchObject({
    status: 200,
    body: { token: { status: 'revoked' }, seq: expect.any(Number) },
  });
  await expect
    .poll(async () => (await verify('GET', '/repos/acme/site/issues')).code, { intervals: [20] })
    .toBe('token_revoked');
  const receipts = await call('GET', `/receipts/${revoked.body.seq}`);
  expect(receipts.body.verifiers).toMatchObject([{ confirmed: true }]);

  await expect
    .poll(
      async () => (await call('GET', `/decisions?q=token:${token.id}%20code:allowed`)).body.items,
    )
    .toContainEqual(
      expect.objectContaining({
        outcome: 'allowed',
        token: { id: token.id, name: 'triage bot' },
        identity: { id: robot.body.id, name: 'Robot' },
        group: { id: expect.stringMatching(/^grp_/), slug: 'triage' },
        scope: 'issues:work',
        api: 'forge',
        operation: 'issues/list',
        method: 'GET',
        path: '/repos/acme/site/issues',
        ip: '203.0.113.5',
        requestId: 'story-1',
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      }),
    );
  const events = await call('GET', `/audit?q=target:${token.id}`);
  expect(events.body.items.map((event: { action: string }) => event.action)).toEqual([
    'tokens.revoke',
    'tokens.create',
  ]);
  expect(events.body.items[0]).toMatchObject({
    actor: { name: 'Ada Byron' },
    via: { type: 'token' },
    reason: 'end of the story',
  });
});

test('refusals are problems with a stable code, and say nothing they should not', async ({
  request,
  administrator,
}) => {
  const management = { Authorization: `Bearer ${administrator.managementToken}` };
  const status = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    data?: string,
  ) => {
    const response = await request.fetch(`/api/v1${path}`, { method, headers, data });
    expect(response.headers()['content-type']).toBe('application/problem+json');
    const body = await response.json();
    expect(Object.keys(body).sort()).toEqual([
      'code',
      'detail',
      'errors',
      'requestId',
      'status',
      'title',
      'type',
    ]);
    expect(JSON.stringify(body)).not.toMatch(/ at .*\.(ts|js):\d+|node_modules|select /i);
    return `${response.status()} ${body.code}`;
  };
  const json = { ...management, 'Content-Type': 'application/json' };
  expect(await status('GET', '/tokens', {})).toBe('401 invalid_token');
  expect(await status('GET', '/tokens', { Authorization: 'Bearer kwp_nonsense' })).toBe(
    '401 invalid_token',
  );
  expect(await status('GET', '/tokens', { Authorization: `Basic ${btoa('a:b')}` })).toBe(
    '401 invalid_token',
  );
  expect(await status('GET', '/nothing', management)).toBe('404 not_found');
  expect(await status('GET', '/tokens/tok_01m85bbz8qe8hapfexzpqv9f2v', management)).toBe(
    '404 not_found',
  );
  expect(await status('GET', '/tokens/%00', management)).toBe('404 not_found');
  expect(await status('DELETE', '/tokens', management)).toBe('405 method_not_allowed');
  expect(await status('POST', '/groups', json, '{"slug":')).toBe('400 malformed_json');
  expect(await status('POST', '/groups', json, '[]')).toBe('400 malformed_json');
  expect(await status('POST', '/groups', json, '{"slug":"A B","name":"x"}')).toBe(
    '422 invalid_input',
  );
  expect(await status('POST', '/groups', json, '{"slug":"a","name":"a\\u0000b"}')).toBe(
    '422 invalid_input',
  );
  expect(await status('GET', '/tokens?limit=9999', management)).toBe('422 invalid_input');
  expect(await status('GET', '/tokens?nope=1', management)).toBe('422 invalid_input');
  expect(await status('POST', '/groups', json, `{"slug":"${'x'.repeat(1_100_000)}"}`)).toBe(
    '413 body_too_large',
  );
  expect(await status('PUT', '/apis/keyward/openapi', json, '{}')).toBe('409 built_in');
});

test('a request without a token is challenged without an error, one with a dead token with it', async ({
  request,
}) => {
  const challenge = async (headers: Record<string, string>) =>
    (await request.get('/api/v1/tokens', { headers })).headers()['www-authenticate'];
  expect(await challenge({})).toBe('Bearer realm="keyward"');
  expect(await challenge({ Authorization: 'Bearer kwp_nonsense' })).toBe(
    'Bearer error="invalid_token"',
  );
});

test('the control API describes every operation it has, in OpenAPI 3.1', async ({ request }) => {
  const response = await request.get('/api/v1/openapi.json');
  const document = await response.json();
  expect(document.openapi).toBe('3.1.0');
  expect(document.paths['/tokens/{token}/revoke'].post.operationId).toBe('tokens.revoke');
  expect(document.paths['/apis/{api}/openapi'].put.requestBody.content).toHaveProperty(
    'application/yaml',
  );
  expect(Object.keys(document.paths).length).toBeGreaterThan(30);
});
