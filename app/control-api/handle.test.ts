import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  decisionRecorder,
  openDecisionJournal,
  recordDecisionsWith,
} from '@/app/server/decision-journal';
import { generateTokenSecret } from '@/domain/base/token-format';
import { editMembers } from '@/domain/groups/edit-members';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { type Fixture, makeFixture, openWorld, type World } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { SINGLE_ROWS } from '@/journal/record/denial-aggregator';
import { RecordingFailed } from '@/journal/record/recorder';
import { handleControlRequest } from './handle';

let world: World;
let fixture: Fixture;
let directory: string;
let closeJournal: () => Promise<void>;
/** A token of a group that may read everything, in the hands of a service account. */
let auditor: { token: { id: string }; secret: string };

beforeAll(async () => {
  world = await openWorld();
  fixture = await makeFixture(world);
  await asAdministrator(world, editMembers, {
    group: 'auditors',
    add: [{ identity: fixture.service.id }],
  });
  const input = { identity: fixture.service.id, group: 'auditors', name: 'reads' };
  auditor = await asAdministrator(world, createToken, input);
  directory = await mkdtemp(join(tmpdir(), 'control-api-'));
  (globalThis as { keywardDatabase?: unknown }).keywardDatabase = world.db;
  vi.stubEnv('NEXTAUTH_SECRET', 'a server secret of at least thirty-two characters');
  closeJournal = await openDecisionJournal({
    databaseUrl: world.url,
    directory,
    maxBytes: 10_000_000,
    logLevel: 'silent',
  });
});
afterAll(async () => {
  await closeJournal();
  await world.close();
  await rm(directory, { recursive: true });
});

async function call(secret: string | null, path: string, init: RequestInit = {}) {
  const headers = {
    ...(secret !== null && { authorization: `Bearer ${secret}` }),
    'x-keyward-client-address': '192.0.2.7',
    'user-agent': 'curl/8',
  };
  const url = `http://127.0.0.1/api/v1${path}`;
  const response = await handleControlRequest(new Request(url, { headers, ...init }));
  return { status: response.status, body: await response.json() };
}

/** The last decision about this request, once it is shipped. */
async function decisionOf(requestId: string | null, path: string) {
  const find = async () => {
    const { rows } = await world.owner.execute(sql`
      select verifier, outcome, code, api, operation, method, path, scope, ip,
        token_id as "tokenId", token_name as "tokenName", identity_id as "identityId",
        group_slug as "groupSlug", user_agent as "userAgent"
      from decisions where request_id = ${requestId} or path = ${path} order by id desc limit 1`);
    return rows[0];
  };
  await expect.poll(find, { timeout: 15_000 }).toBeDefined();
  return find();
}

async function count(found: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await world.owner.execute<{ n: number }>(
    sql`select count(*)::int as n ${found}`,
  );
  return rows[0]?.n ?? Number.NaN;
}

describe('each use of a token on the control API is a decision', () => {
  it('where it is allowed, with group, scope and operation', async () => {
    expect(await call(auditor.secret, '/groups?limit=1')).toMatchObject({ status: 200 });
    expect(await decisionOf(null, '/api/v1/groups')).toMatchObject({
      verifier: 'control-api',
      outcome: 'allowed',
      code: 'allowed',
      api: 'keyward',
      operation: 'groups.list',
      method: 'GET',
      tokenId: auditor.token.id,
      tokenName: 'reads',
      identityId: fixture.service.id,
      groupSlug: 'auditors',
      scope: 'keyward:audit',
      ip: '192.0.2.7',
      userAgent: 'curl/8',
    });
  });

  it('where the group does not hold the operation', async () => {
    const refused = await call(auditor.secret, '/apis', { method: 'POST', body: '{}' });
    expect(refused.status).toBe(422);
    const denied = await call(auditor.secret, '/apis', {
      method: 'POST',
      body: '{"slug":"x","name":"X","hosts":["x.example.com"],"basePath":"/"}',
    });
    expect(denied).toMatchObject({ status: 403, body: { code: 'not_granted' } });
    expect(await decisionOf(denied.body.requestId, '')).toMatchObject({
      code: 'operation_not_granted',
      operation: 'apis.create',
      tokenId: auditor.token.id,
    });
    expect(await decisionOf(refused.body.requestId, '')).toMatchObject({
      code: 'operation_not_granted',
    });
  });

  it('where there is no such thing to call', async () => {
    const missing = await call(auditor.secret, '/nowhere');
    expect(missing.status).toBe(404);
    expect(await decisionOf(missing.body.requestId, '')).toMatchObject({
      code: 'operation_unknown',
      path: '/api/v1/nowhere',
      tokenId: auditor.token.id,
    });
  });

  it('where every living token may ask', async () => {
    expect((await call(fixture.serviceToken.secret, '/tokens/self')).status).toBe(200);
    expect(await decisionOf(null, '/api/v1/tokens/self')).toMatchObject({
      code: 'allowed',
      operation: 'tokens.getSelf',
      tokenId: fixture.serviceToken.token.id,
    });
  });

  it('where the token is unknown, malformed or missing', async () => {
    for (const [secret, code] of [
      [generateTokenSecret('service'), 'token_unknown'],
      ['nonsense', 'token_malformed'],
      [null, 'token_malformed'],
    ] as const) {
      const refused = await call(secret, '/whoami');
      expect(refused.status).toBe(401);
      expect(await decisionOf(refused.body.requestId, '')).toMatchObject({ code, tokenId: null });
    }
  });

  it('where the token is known and dead', async () => {
    const input = { identity: fixture.service.id, group: 'auditors', name: 'dies' };
    const { token, secret } = await asAdministrator(world, createToken, input);
    const frozen = await world.owner.execute(
      `update tokens set state = 'suspended' where id = '${token.id}'`,
    );
    expect(frozen.rowCount).toBe(1);
    const refused = await call(secret, '/groups');
    expect(refused.status).toBe(401);
    expect(await decisionOf(refused.body.requestId, '')).toMatchObject({
      code: 'token_suspended',
      operation: 'groups.list',
      tokenId: token.id,
    });
  });

  it('and counts as a use of the token', async () => {
    const used = async () =>
      (await call(auditor.secret, `/tokens/${auditor.token.id}`)).body.lastUsedAt;
    await expect.poll(used, { timeout: 15_000 }).not.toBeNull();
  });

  it('while a flood of unknown tokens folds into a few rows', async () => {
    const path = '/flooded';
    for (let sent = 0; sent < SINGLE_ROWS * 4; sent += 1) {
      await call(generateTokenSecret('service'), path);
    }
    const rows = () => count(sql`from decisions where path = ${`/api/v1${path}`}`);
    await expect.poll(rows, { timeout: 15_000 }).toBeGreaterThan(0);
    expect(await rows()).toBeLessThanOrEqual(SINGLE_ROWS);
  });
});

it('what can’t be recorded is not done', async () => {
  const kept = decisionRecorder();
  recordDecisionsWith({
    record: (_decision, recording) =>
      recording.notRecorded(new RecordingFailed('the disk is full')),
    isHealthy: () => false,
    close: async () => undefined,
  });
  const before = await lastEvent(world);
  const refused = await call(world.managementToken, '/apis', {
    method: 'POST',
    body: '{"slug":"lost","name":"Lost","hosts":["lost.example.com"],"basePath":"/"}',
  });
  recordDecisionsWith(kept);
  expect(refused).toMatchObject({ status: 503, body: { code: 'not_recorded' } });
  expect((await lastEvent(world)).seq).toBe(before.seq);
  expect(await count(sql`from apis where slug = 'lost'`)).toBe(0);
});

it('reads the Authorization header as the verifier does: what is no token is none', async () => {
  const challengeOf = async (authorization: string) => {
    const request = new Request('http://127.0.0.1/api/v1/groups', { headers: { authorization } });
    const { status, headers } = await handleControlRequest(request);
    return [status, headers.get('www-authenticate')];
  };
  const unreadable = [401, 'Bearer realm="keyward"'];
  expect(await challengeOf('Bearer "quoted"')).toEqual(unreadable);
  expect(await challengeOf(`Bearer ${auditor.secret}, Bearer ${auditor.secret}`)).toEqual(
    unreadable,
  );
  expect(await challengeOf('Bearer x')).toEqual([401, 'Bearer error="invalid_token"']);
  expect(await challengeOf(`BEARER  ${auditor.secret} `)).toEqual([200, null]);
});

it('what a stranger sends is not read', async () => {
  let read = 0;
  const body = new ReadableStream({
    pull(controller) {
      read += 1;
      controller.enqueue(new Uint8Array(1_048_576));
      if (read > 34) controller.close();
    },
  });
  const refused = await call(generateTokenSecret('service'), '/apis/x/openapi', {
    method: 'PUT',
    body,
    duplex: 'half',
  } as RequestInit);
  expect(refused.status).toBe(401);
  // A stream is asked for its first piece when it is made.
  expect(read).toBeLessThanOrEqual(1);
});
