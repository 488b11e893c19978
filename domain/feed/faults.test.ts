import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, createPool, type Database } from '@/db/client';
import { startOwnServer } from '@/db/testing/own-server';
import { startPgBouncer } from '@/db/testing/pgbouncer';
import { startTcpProxy } from '@/db/testing/tcp-proxy';
import { followFeed } from './follow-feed';
import { change, collect, openFeedWorld, quiet, upTo } from './testing/feed-world';

let world: Awaited<ReturnType<typeof openFeedWorld>>;
beforeAll(async () => {
  world = await openFeedWorld();
});
afterAll(() => world.close());

function follow(name: string, databaseUrl = world.url, db: Database = world.db) {
  const found = collect();
  const { stop } = followFeed(
    { name, startAt: 'first-event', deliver: async (events) => found.take(events) },
    { databaseUrl, db, log: quiet },
  );
  return { found, stop };
}

const cutFeeds = sql`select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name like 'keyward feed%'`;

describe('no event is lost or comes twice', () => {
  it('where the connection that listens is killed again and again', async () => {
    const { found, stop } = follow('killed');
    let end = 0;
    for (let round = 0; round < 8; round += 1) {
      await world.owner.execute(cutFeeds);
      end = await change(world.db, 5);
    }
    await expect.poll(() => found.seqs.length).toBe(end);
    expect(found.seqs).toEqual(upTo(end));
    await stop();
  });

  it('where no notification arrives: the log is looked at all the same', async () => {
    const proxy = await startTcpProxy(world.url);
    proxy.treatFeed('muted');
    const { found, stop } = follow('muted', proxy.url);
    for (let round = 0; round < 3; round += 1) {
      const end = await change(world.db, 4);
      await expect.poll(() => found.seqs.length).toBe(end);
      expect(found.seqs).toEqual(upTo(end));
    }
    await stop();
    await proxy.close();
  });

  it('where the connection goes silent, and every new one for a while', async () => {
    const proxy = await startTcpProxy(world.url);
    const { found, stop } = follow('silent', proxy.url);
    const before = await change(world.db, 1);
    await expect.poll(() => found.seqs.length).toBe(before);
    proxy.treatFeed('silent');
    const attempts = proxy.feedAttempts;
    const end = await change(world.db, 4);
    await expect.poll(() => proxy.feedAttempts).toBeGreaterThan(attempts);
    expect(found.seqs.length).toBe(before);
    proxy.treatFeed('open');
    await expect.poll(() => found.seqs.length).toBe(end);
    expect(found.seqs).toEqual(upTo(end));
    await stop();
    await proxy.close();
  });

  it('behind a pooler that gives each transaction another backend, where nobody can listen', async () => {
    const bouncer = await startPgBouncer(world.url, 'transaction');
    const pool = createPool(bouncer.url, { maxConnections: 3 });
    const { found, stop } = follow('pooled', bouncer.url, createDatabase(pool));
    for (let round = 0; round < 3; round += 1) {
      const end = await change(world.db, 4);
      await expect.poll(() => found.seqs.length).toBe(end);
      expect(found.seqs).toEqual(upTo(end));
    }
    await stop();
    await pool.end();
    await bouncer.stop();
  });

  it('where the server of the database is killed, and started again', async () => {
    const server = await startOwnServer();
    const pool = createPool(server.url, { maxConnections: 3 });
    const { found, stop } = follow('restarted', server.url, createDatabase(pool));
    const before = await change(server.db, 5);
    await expect.poll(() => found.seqs.length).toBe(before);
    await server.kill();
    await server.startAgain();
    let end = 0;
    await expect
      .poll(async () => {
        end = await change(server.db, 5).catch(() => 0);
        return end;
      })
      .toBeGreaterThan(before);
    await expect.poll(() => found.seqs.length).toBeGreaterThanOrEqual(end);
    // The same batch may come again where its acknowledgement was cut off; none is missing, none is late.
    expect([...new Set(found.seqs)]).toEqual(upTo(end));
    await stop();
    await pool.end();
    await server.stop();
  });
});
