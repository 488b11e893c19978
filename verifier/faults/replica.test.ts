import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receipts } from '@/db/schema/operating';
import { type OwnServer, startOwnServer } from '@/db/testing/own-server';
import { startTcpProxy } from '@/db/testing/tcp-proxy';
import { makeToken, revoke } from '../testing/fixture';
import { startOwnReplica } from '../testing/own-replica';
import {
  authorize,
  isFollowing,
  onThisMachineMs,
  recorded,
  startTestVerifier,
  until,
} from '../testing/start';
import { forwarded, makeWorld, type World } from '../testing/world';

let primary: OwnServer;
let toPrimary: Awaited<ReturnType<typeof startTcpProxy>>;
let replica: Awaited<ReturnType<typeof startOwnReplica>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let world: World;

beforeAll(async () => {
  primary = await startOwnServer();
  world = await makeWorld(primary.db);
  replica = await startOwnReplica(primary);
  toPrimary = await startTcpProxy(primary.url);
  verifier = await startTestVerifier(toPrimary.url, {
    replicaDatabaseUrl: replica.url,
    outageGraceSeconds: 5,
  });
});
afterAll(async () => {
  await verifier.close();
  await toPrimary.close();
  await replica.stop();
  await replica.remove();
  await primary.stop();
});

const ask = (secret: string, extra: Record<string, string> = {}) =>
  authorize(verifier.address, { ...forwarded(secret, 'GET', '/v1/invoices'), ...extra });
const statusOf = async (secret: string) => (await ask(secret)).status;
const allowed = (secret: string) =>
  until(
    () => statusOf(secret),
    (status) => status === 200,
  );

/** A token that is in memory; known here as soon as the replica has it. */
async function cachedToken() {
  const token = await makeToken(primary.db, world.owner);
  const isThere = () => replica.query(`select from tokens where id = '${token.id}'`);
  await until(isThere, (rows) => rows.length === 1);
  // What is read through is not kept.
  await until(() => isFollowing(verifier.address), Boolean);
  expect(await statusOf(token.secret)).toBe(200);
  return token;
}

async function lastAllowedMs(token: { id: string; secret: string }) {
  const seq = await revoke(primary.db, token.id);
  const revokedAt = performance.now();
  let lastMs = 0;
  let askedAt = revokedAt;
  await until(
    () => {
      askedAt = performance.now();
      return statusOf(token.secret);
    },
    (status) => {
      if (status === 200) lastMs = askedAt - revokedAt;
      return status === 401;
    },
  );
  return { seq, lastMs: Math.round(lastMs) };
}

const CONNECTIONS = `select count(*)::int as count from pg_stat_activity
  where application_name like 'keyward feed%'`;

describe('a verifier behind a read replica', { timeout: 240_000 }, () => {
  it('follows the replica, and records and confirms on the primary', async () => {
    const { secret } = await cachedToken();
    await ask(secret, { 'x-request-id': 'recorded' });
    expect(await recorded(primary.db, 'requestId', 'recorded')).toHaveLength(1);
    expect(await replica.query(CONNECTIONS)).toEqual([{ count: 1 }]);
    expect((await primary.pool.query(CONNECTIONS)).rows).toEqual([{ count: 0 }]);
    // What the replica has not got is unknown, so that is where snapshots come from.
    await replica.query('select pg_wal_replay_pause()');
    const unseen = await makeToken(primary.db, world.owner);
    expect(await statusOf(unseen.secret)).toBe(401);
    await replica.query('select pg_wal_replay_resume()');
  });

  it('honours a revocation within about a second, and confirms it', async () => {
    const took: number[] = [];
    for (let round = 1; round <= 4; round += 1) {
      const { seq, lastMs } = await lastAllowedMs(await cachedToken());
      took.push(lastMs);
      await until(
        () => primary.db.select().from(receipts),
        (rows) => rows.some((row) => row.seq === seq),
      );
    }
    process.stdout.write(`behind a replica: last allowed ${took.join(', ')} ms after\n`);
    expect(Math.max(...took)).toBeLessThan(onThisMachineMs(1_500));
  });

  it('honours a revocation within 3 s that a replica fallen behind does not bring', async () => {
    const token = await cachedToken();
    await replica.query('select pg_wal_replay_pause()');
    const { seq, lastMs } = await lastAllowedMs(token);
    process.stdout.write(`replica paused: last allowed ${lastMs} ms after\n`);
    expect(lastMs).toBeLessThan(3_000);
    const confirmed = async () =>
      (await primary.db.select().from(receipts)).some((row) => row.seq === seq);
    // It says nothing of what it hasn't applied.
    expect(await confirmed()).toBe(false);
    await replica.query('select pg_wal_replay_resume()');
    await until(confirmed, Boolean);
  });

  it('answers for the grace while the primary is away, and then refuses', async () => {
    const { secret } = await cachedToken();
    toPrimary.refuse(true);
    const cutAt = performance.now();
    let lastMs = 0;
    let askedAt = cutAt;
    await until(
      () => {
        askedAt = performance.now();
        return statusOf(secret);
      },
      (status) => {
        if (status === 200) lastMs = askedAt - cutAt;
        return status === 503;
      },
    );
    expect(lastMs).toBeGreaterThan(3_000);
    expect(lastMs).toBeLessThan(6_000);
    toPrimary.refuse(false);
    await allowed(secret);
  });

  it('reads the primary while the replica is away', async () => {
    const token = await cachedToken();
    await replica.stop();
    const { lastMs } = await lastAllowedMs(token);
    process.stdout.write(`replica stopped: last allowed ${lastMs} ms after\n`);
    expect(lastMs).toBeLessThan(3_000);
    expect(await statusOf(world.token.secret)).toBe(200);
  });
});
