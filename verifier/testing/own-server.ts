import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabase, createPool } from '@/db/client';
import { applicationUrl, ensureDatabase, ownerUrl } from '@/db/embedded/connection';
import { startEmbeddedPostgres } from '@/db/embedded/server';
import { migrate } from '@/db/migrate';

const migrations = fileURLToPath(new URL('../../db/migrations', import.meta.url));

/** A Postgres of one's own, durable, to be killed and started again on the same port. */
export async function startOwnServer() {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'verifier-postgres-'));
  const random = () => randomBytes(16).toString('hex');
  const passwords = { ownerPassword: random(), applicationPassword: random() };
  const start = (port?: number) =>
    startEmbeddedPostgres({
      dataDirectory,
      ownerPassword: passwords.ownerPassword,
      port,
      note: () => undefined,
    });
  let server = await start();
  const { port } = server;
  await ensureDatabase(passwords, port);
  await migrate(ownerUrl(passwords, port), migrations);
  const pool = createPool(ownerUrl(passwords, port), { maxConnections: 4 });
  return {
    url: applicationUrl(passwords, port),
    pool,
    db: createDatabase(pool),
    /** Ends it as a power cut would. */
    async kill() {
      server.kill();
      await server.ended;
    },
    async startAgain() {
      server = await start(port);
    },
    async stop() {
      await pool.end();
      await server.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

export type OwnServer = Awaited<ReturnType<typeof startOwnServer>>;
