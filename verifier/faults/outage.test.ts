import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { startOwnServer } from '@/db/testing/own-server';
import { startTcpProxy } from '@/db/testing/tcp-proxy';
import { compareAnswers } from '../testing/compare-answers';
import { openTestDatabase } from '../testing/database';
import { makeToken, revoke } from '../testing/fixture';
import { startLoad } from '../testing/load';
import { authorize, recorded, startTestVerifier, until } from '../testing/start';
import { PROCESS_OPTIONS, spawnVerifier } from '../testing/verifier-process';
import { forwarded, makeWorld } from '../testing/world';

/** A verifier whose way to Postgres can be cut. */
async function start({ onTestFinished }: TestContext, outageGraceSeconds: number) {
  const database = await openTestDatabase();
  const world = await makeWorld(database.db);
  const proxy = await startTcpProxy(database.url);
  const verifier = await startTestVerifier(proxy.url, { outageGraceSeconds });
  onTestFinished(async () => {
    await verifier.close();
    await proxy.close();
    await database.drop();
  });
  return {
    database,
    world,
    proxy,
    ask: (secret = world.token.secret, extra: Record<string, string> = {}) =>
      authorize(verifier.address, { ...forwarded(secret, 'GET', '/v1/invoices'), ...extra }),
    readiness: async () => (await fetch(`${verifier.address}/readyz`)).status,
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// They wait much and work little, each with a verifier of its own: at the same time, then.
describe.concurrent('with Postgres unreachable', { timeout: 240_000 }, () => {
  it('stopped for 10 s, no answer is wrong and every decision arrives later', async ({
    onTestFinished,
  }) => {
    const server = await startOwnServer();
    const world = await makeWorld(server.db);
    const journalDir = await mkdtemp(join(tmpdir(), 'verifier-outage-'));
    const options = { ...PROCESS_OPTIONS, databaseUrl: server.url, journalDir };
    const verifier = await spawnVerifier(options);
    onTestFinished(async () => {
      await verifier.end('SIGTERM');
      await server.stop();
    });
    const ask = (secret: string) =>
      authorize(verifier.address, forwarded(secret, 'GET', '/v1/invoices'));
    expect((await ask(world.token.secret)).status).toBe(200);
    const expiresAt = new Date(Date.now() + 8_000);
    const brief = await makeToken(server.db, world.owner, { expiresAt });
    const cold = await makeToken(server.db, world.owner);
    expect((await ask(brief.secret)).status).toBe(200);
    const load = await startLoad(
      verifier.address,
      ['GET', 'DELETE'].map((method) => forwarded(world.token.secret, method, '/v1/invoices/1')),
      { connections: 16, perSecond: 400 },
    );
    await until(
      async () => load.answers.length,
      (count) => count > 400,
    );
    await server.shutDown();
    const stoppedAt = Date.now();
    const before = load.answers.length;
    // What is not in memory is refused, and time goes on for what is.
    expect((await ask(cold.secret)).status).toBe(503);
    await pause(stoppedAt + 10_000 - Date.now());
    expect((await ask(brief.secret)).status).toBe(401);
    const during = load.answers.slice(before);
    await server.startAgain();
    await until(
      () => ask(cold.secret),
      ({ status }) => status === 200,
    );
    await load.stop();
    await recorded(server.db, 'requestId', load.answers.at(-1)?.requestId ?? '');
    const found = await compareAnswers(server.db, 'Postgres stopped for 10 s', load);
    expect(during.length).toBeGreaterThan(1_000);
    expect(found).toMatchObject({ differences: [], doubled: 0, unavailable: 0, others: 0 });
  });

  it('cached tokens work for the grace, then 503; recovery brings the decisions', async (test) => {
    const { ask, readiness, proxy, database } = await start(test, 5);
    expect((await ask()).status).toBe(200);
    expect(await readiness()).toBe(200);
    proxy.refuse(true);
    await pause(3_500);
    expect((await ask(undefined, { 'x-request-id': 'during' })).status).toBe(200);
    expect(await readiness()).toBe(200);
    const refused = await until(
      () => ask(),
      (response) => response.status !== 200,
    );
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await readiness()).toBe(503);
    proxy.refuse(false);
    await until(
      () => ask(),
      (response) => response.status === 200,
    );
    expect(await recorded(database.db, 'requestId', 'during')).toHaveLength(1);
    await until(readiness, (status) => status === 200);
  });

  it('a token that is not in memory is refused with 503, never guessed', async (test) => {
    const { ask, proxy, database, world } = await start(test, 30);
    expect((await ask()).status).toBe(200);
    const other = await makeToken(database.db, world.owner);
    proxy.refuse(true);
    expect((await ask(other.secret)).status).toBe(503);
    expect((await ask('rubbish')).status).toBe(401);
  });

  it('without grace everything is refused once the feed is silent for 3 s', async (test) => {
    const { ask, proxy } = await start(test, 0);
    expect((await ask()).status).toBe(200);
    proxy.refuse(true);
    await pause(3_600);
    expect((await ask()).status).toBe(503);
  });

  it('time limits go on ending tokens from memory', async (test) => {
    const { ask, proxy, database, world } = await start(test, 30);
    const expiresAt = new Date(Date.now() + 3_000);
    const token = await makeToken(database.db, world.owner, { expiresAt });
    expect((await ask(token.secret)).status).toBe(200);
    proxy.refuse(true);
    await pause(3_100);
    expect((await ask(token.secret)).status).toBe(401);
  });

  it('a connection that goes silent costs no revocation more than 3 s', async (test) => {
    const { ask, proxy, database, world } = await start(test, 30);
    const token = await makeToken(database.db, world.owner);
    expect((await ask(token.secret)).status).toBe(200);
    proxy.stall();
    await revoke(database.db, token.id);
    const revokedAt = performance.now();
    let lastAllowedAt = revokedAt;
    // Connections that hang are found out one by one; until then there is no answer, and no guess.
    let askedAt = revokedAt;
    await until(
      () => {
        askedAt = performance.now();
        return ask(token.secret);
      },
      (response) => {
        if (response.status === 200) lastAllowedAt = askedAt;
        return response.status === 401;
      },
    );
    expect(lastAllowedAt - revokedAt).toBeLessThan(3_000);
  });
});
