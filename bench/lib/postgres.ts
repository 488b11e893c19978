import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase, createPool } from '@/db/client';
import { applicationUrl, ensureDatabase, ownerUrl } from '@/db/embedded/connection';
import { startEmbeddedPostgres } from '@/db/embedded/server';
import { migrate } from '@/db/migrate';
import { syncBuiltIns } from '@/domain/registry/sync-built-ins';
import { inRoot } from './paths';

/**
 * A durable Postgres of one's own, with the product's schema, as `npm start` would have it.
 * With `commitTimes` it also remembers when each transaction was committed.
 */
export async function startPostgres({ commitTimes = false } = {}) {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'keyward-bench-postgres-'));
  const folder = await mkdtemp(join(tmpdir(), 'keyward-bench-'));
  const random = () => randomBytes(16).toString('hex');
  const passwords = { ownerPassword: random(), applicationPassword: random() };
  const start = () =>
    startEmbeddedPostgres({
      dataDirectory,
      ownerPassword: passwords.ownerPassword,
      note: () => undefined,
    });
  let server = await start();
  if (commitTimes) {
    await asOwner(ownerUrl(passwords, server.port, 'postgres'), (client) =>
      client.query('alter system set track_commit_timestamp = on'),
    );
    await server.stop();
    server = await start();
  }
  const { port } = server;
  const abandon = () => {
    server.kill();
    for (const path of [folder, dataDirectory]) rmSync(path, { recursive: true, force: true });
  };
  process.once('exit', abandon);
  await ensureDatabase(passwords, port);
  await migrate(ownerUrl(passwords, port), inRoot('db/migrations'));
  const url = applicationUrl(passwords, port);
  const pool = createPool(url, { maxConnections: 4, applicationName: 'keyward bench' });
  const db = createDatabase(pool);
  await syncBuiltIns(db);
  return {
    db,
    pool,
    /** For the product's processes. */
    url,
    /** A folder for journals and what else a benchmark writes. */
    folder,
    /** Makes an empty database beside the product's. @returns its address, as its owner */
    async createPeerDatabase(name: string): Promise<string> {
      await asOwner(ownerUrl(passwords, port, 'postgres'), (client) =>
        client.query(`create database ${client.escapeIdentifier(name)}`),
      );
      return ownerUrl(passwords, port, name);
    },
    /** Brings the statistics up to date; else the first plans are those of empty tables. */
    async analyze(): Promise<void> {
      await asOwner(ownerUrl(passwords, port), (client) => client.query('analyze'));
    },
    async stop() {
      process.off('exit', abandon);
      // Idle connections that are cut off are no news now.
      pool.removeAllListeners('error').on('error', () => undefined);
      await pool.end();
      await server.stop();
      for (const path of [folder, dataDirectory]) await rm(path, { recursive: true, force: true });
    },
  };
}

export type BenchPostgres = Awaited<ReturnType<typeof startPostgres>>;

async function asOwner(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
