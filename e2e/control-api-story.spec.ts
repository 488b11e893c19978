import type { APIRequestContext } from '@playwright/test';
import { largeDocument } from './support/document';
import { expect, test } from './support/test';

type Call = (method: string, path: string, data?: object | string) => Promise<Answer>;

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the assertions say what is in it.
  readonly body: any;
}

/** Calls the control API with a token, as a script would. */
const caller =
  (request: APIRequestContext, headers: Record<string, string>): Call =>
  async (method, path, data) => {
    const response = await request.fetch(`/api/v1${path}`, {
      method,
      headers: { ...headers, 'Content-Type': 'application/json' },
      data,
    });
    return { status: response.status(), body: await response.json() };
  };

async function fillCatalogue(call: Call): Promise<void> {
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
}

/** A group that opens three operations, a person and a service account in it. */
async function formGroup(call: Call) {
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
  return { person: person.body.id, robot: robot.body.id };
}

/** Only the service account's token may be minted by somebody else. */
async function mintToken(
  call: Call,
  { person, robot }: { person: string; robot: string },
): Promise<{ secret: string; token: { id: string } }> {
  const mint = (identity: string) =>
    call('POST', '/tokens', { identity, group: 'triage', name: 'triage bot' });
  expect(await mint(person)).toMatchObject({
    status: 403,
    body: { code: 'personal_token' },
  });
  const minted = await mint(robot);
  expect(minted).toMatchObject({
    status: 201,
    body: { secret: expect.stringMatching(/^kws_[0-9A-Za-z]{36}$/) },
  });
  return minted.body;
}

async function readDecision(call: Call, token: string, robot: string): Promise<void> {
  await expect
    .poll(async () => (await call('GET', `/decisions?q=token:${token}%20code:allowed`)).body.items)
    .toContainEqual(
      expect.objectContaining({
        outcome: 'allowed',
        token: { id: token, name: 'triage bot', last4: expect.stringMatching(/^\w{4}$/) },
        identity: { id: robot, name: 'Robot' },
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
}

async function readChanges(call: Call, token: string): Promise<void> {
  const events = await call('GET', `/audit?q=target:${token}`);
  expect(events.body.items.map((event: { action: string }) => event.action)).toEqual([
    'tokens.revoke',
    'tokens.create',
  ]);
  expect(events.body.items[0]).toMatchObject({
    actor: { name: 'Ada Byron' },
    via: { type: 'token' },
    reason: 'end of the story',
  });
}

test('from an empty installation to a revoked token, over HTTP alone', async ({
  request,
  verifierUrl,
  administrator,
}) => {
  const management = { Authorization: `Bearer ${administrator.managementToken}` };
  const call = caller(request, management);
  await fillCatalogue(call);
  const { person, robot } = await formGroup(call);
  const { secret, token } = await mintToken(call, { person, robot });

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

  await readDecision(call, token.id, robot);
  await readChanges(call, token.id);
});
