import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, createPool } from '@/db/client';
import { createTestDatabase } from '@/db/testing/test-database';
import { assertDatabaseReady } from './open-database';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function withPool(url: string, work: (pool: pg.Pool) => Promise<void>): Promise<void> {
  const pool = createPool(url, { maxConnections: 1 });
  await work(pool);
  await pool.end();
}

it('holds where a request finds what it needs', () =>
  withPool(database.url, (pool) => assertDatabaseReady(createDatabase(pool))));

it('does not hold where no connection is to be had, and says so in time', () =>
  withPool(database.url, async (pool) => {
    const busy = await pool.connect();
    await expect(assertDatabaseReady(createDatabase(pool), 200)).rejects.toThrow(
      'does not answer within 200 ms',
    );
    busy.release();
  }));

it('does not hold where a change would wait for ever, and gives its connection back', () =>
  withPool(database.url, async (pool) => {
    const blocker = new pg.Client({ connectionString: database.ownerUrl });
    await blocker.connect();
    await blocker.query('begin');
    await blocker.query('lock table audit_head in access exclusive mode');
    const db = createDatabase(pool);
    await expect(assertDatabaseReady(db, 200)).rejects.toThrow();
    await blocker.end();
    await assertDatabaseReady(db, 10_000);
  }));

it('does not hold where nothing can be written', async () => {
  const url = `${database.url}?options=${encodeURIComponent('-c default_transaction_read_only=on')}`;
  await withPool(url, async (pool) => {
    await expect(assertDatabaseReady(createDatabase(pool))).rejects.toThrow('is read-only');
  });
});
