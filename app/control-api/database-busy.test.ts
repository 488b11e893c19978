import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openDecisionJournal } from '@/app/server/decision-journal';
import type { Context } from '@/domain/base/context';
import { openWorld, type World } from '@/domain/testing/world';
import { openDatabase } from '@/domain/upkeep/open-database';
import { ACCESS_TOKEN_TYPE, GRANT_TYPE } from '@/domain/workloads/exchange-form';
import { handleControlRequest } from './handle';
import { handleTokenExchange } from './token-exchange';

let world: World;
/** One connection, and nobody waits long for it. */
let narrow: Context['db'];
let held: PoolClient;
let directory: string;
let closeJournal: () => Promise<void>;

beforeAll(async () => {
  world = await openWorld();
  narrow = openDatabase(world.url, 'narrow', { maxConnections: 1, connectTimeoutMs: 100 });
  directory = await mkdtemp(join(tmpdir(), 'database-busy-'));
  (globalThis as { keywardDatabase?: unknown }).keywardDatabase = narrow;
  vi.stubEnv('NEXTAUTH_SECRET', 'a server secret of at least thirty-two characters');
  closeJournal = await openDecisionJournal({
    ...{ databaseUrl: world.url, directory, maxBytes: 10_000_000, logLevel: 'silent' },
  });
});
afterAll(async () => {
  await closeJournal();
  await narrow.$client.end();
  await world.close();
  await rm(directory, { recursive: true });
});
beforeEach(async () => {
  held = await takeConnection();
});
afterEach(() => held.release());

const WITHIN = { timeout: 60_000 };

/** Even this may come too late on a busy machine. */
const takeConnection = () =>
  vi.waitUntil(() => narrow.$client.connect().catch(() => null), WITHIN) as Promise<PoolClient>;

const createGroup = () =>
  handleControlRequest(
    new Request('http://127.0.0.1/api/v1/groups', {
      method: 'POST',
      headers: { authorization: `Bearer ${world.managementToken}` },
      body: '{"slug":"waited","name":"Waited"}',
    }),
  );

it('a wait for a connection that runs out is 503 with Retry-After, and nothing was done', async () => {
  const answer = await createGroup();
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await answer.json()).toMatchObject({ code: 'database_busy', status: 503 });

  held.release();
  // The same again is no conflict: it had not been done.
  const again = await vi.waitUntil(async () => {
    const tried = await createGroup();
    return tried.status === 503 ? null : tried;
  }, WITHIN);
  held = await takeConnection();
  expect(again.status).toBe(201);
});

it('a token exchange is told so in the words of OAuth', async () => {
  const answer = await handleTokenExchange(
    new Request('http://127.0.0.1/api/v1/token-exchange', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        ...{ grant_type: GRANT_TYPE, subject_token: world.managementToken },
        subject_token_type: ACCESS_TOKEN_TYPE,
      }).toString(),
    }),
  );
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await answer.json()).toEqual({ error: 'temporarily_unavailable' });
});

it('any other fault stays one that is looked into', async () => {
  const broken = openDatabase('postgres://nobody@127.0.0.1:1/nowhere', 'broken');
  (globalThis as { keywardDatabase?: unknown }).keywardDatabase = broken;
  const answer = await createGroup();
  (globalThis as { keywardDatabase?: unknown }).keywardDatabase = narrow;
  await broken.$client.end();
  expect(answer.status).toBe(500);
  expect(await answer.json()).toMatchObject({ code: 'internal_error' });
});
