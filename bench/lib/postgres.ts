import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase, createPool } from '@/db/client';
import { applicationUrl, ensureDatabase, ownerUrl } from '@/db/embedded/connection';
import { startEmbeddedPostgres } from '@/db/embedded/server';
import { migrate } from '@/db/migrate';
import { syncBuiltIns } from '@/domain/access/sync-built-ins';
import { inRoot } from './paths';

/** A durable Postgres of one's own, with the product's schema, as `npm start` would have it. */
export async function startPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-bench-'));
  const random = () => randomBytes(16).toString('hex');
  const passwords = { ownerPassword: random(), applicationPassword: random() };
  const server = await startEmbeddedPostgres({
    dataDirectory: join(folder, 'postgres'),
    ownerPassword: passwords.ownerPassword,
    note: () => undefined,
  });
  const { port } = server;
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
      const client = new pg.Client({ connectionString: ownerUrl(passwords, port, 'postgres') });
      await client.connect();
      await client.query(`create database ${client.escapeIdentifier(name)}`);
      await client.end();
      return ownerUrl(passwords, port, name);
    },
    async stop() {
      await pool.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type BenchPostgres = Awaited<ReturnType<typeof startPostgres>>;
