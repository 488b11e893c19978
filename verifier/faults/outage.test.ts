import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokens } from '@/db/schema/tokens';
import { openTestDatabase } from '../testing/database';
import { change, makeToken } from '../testing/fixture';
import { authorize, recorded, startTestVerifier, until } from '../testing/start';
import { startTcpProxy } from '../testing/tcp-proxy';
import { forwarded, makeWorld, type World } from '../testing/world';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let proxy: Awaited<ReturnType<typeof startTcpProxy>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let world: World;

async function start(outageGraceSeconds: number) {
  verifier = await startTestVerifier(proxy.url, { outageGraceSeconds });
}
beforeEach(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  proxy = await startTcpProxy(database.url);
});
afterEach(async () => {
  await verifier.close();
  await proxy.close();
  await database.drop();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ask = (secret = world.token.secret, extra: Record<string, string> = {}) =>
  authorize(verifier.address, { ...forwarded(secret, 'GET', '/v1/invoices'), ...extra });
const readiness = async () => (await fetch(`${verifier.address}/readyz`)).status;

async function revoke(id: string) {
  await change(database.db, 'tokens.revoke', [id], (tx) =>
    tx
      .update(tokens)
      .set({
        state: 'revoked',
        revokedAt: sql`clock_timestamp()`,
        revokedBy: 'x',
        stateBeforeRevoke: 'active',
      })
      .where(eq(tokens.id, id)),
  );
}

describe('with Postgres unreachable', () => {
  it('cached tokens work for the grace, then 503; recovery brings the decisions', async () => {
    await start(5);
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

  it('a token that is not in memory is refused with 503, never guessed', async () => {
    await start(30);
    expect((await ask()).status).toBe(200);
    const other = await makeToken(database.db, world.owner);
    proxy.refuse(true);
    expect((await ask(other.secret)).status).toBe(503);
    expect((await ask('rubbish')).status).toBe(401);
  });

  it('without grace everything is refused once the feed is silent for 3 s', async () => {
    await start(0);
    expect((await ask()).status).toBe(200);
    proxy.refuse(true);
    await pause(3_600);
    expect((await ask()).status).toBe(503);
  });

  it('time limits go on ending tokens from memory', async () => {
    await start(30);
    const expiresAt = new Date(Date.now() + 2_000);
    const token = await makeToken(database.db, world.owner, { expiresAt });
    expect((await ask(token.secret)).status).toBe(200);
    proxy.refuse(true);
    await pause(2_100);
    expect((await ask(token.secret)).status).toBe(401);
  });
});

describe('with a connection that goes silent without ending', () => {
  it('a revocation is honoured within 3 s, and what happened meanwhile is made up for', async () => {
    await start(30);
    const token = await makeToken(database.db, world.owner);
    expect((await ask(token.secret)).status).toBe(200);
    proxy.stall();
    await revoke(token.id);
    const revokedAt = performance.now();
    let lastAllowedAt = revokedAt;
    // Connections that hang are found out one by one; until then there is no answer, and no guess.
    await until(
      () => ask(token.secret),
      (response) => {
        if (response.status === 200) lastAllowedAt = performance.now();
        return response.status === 401;
      },
      15_000,
    );
    expect(lastAllowedAt - revokedAt).toBeLessThan(3_000);
  });
});
