import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase, createPool } from '@/db/client';
import { applicationUrl, ensureDatabase, ownerUrl } from '@/db/embedded/connection';
import { startEmbeddedPostgres } from '@/db/embedded/server';
import { migrate } from '@/db/migrate';

const run = promisify(execFile);
const migrations = fileURLToPath(new URL('../migrations', import.meta.url));

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
  const { rows } = await pool.query<{ data_directory: string }>('show data_directory');
  const cluster = rows[0]?.data_directory ?? '';
  return {
    url: applicationUrl(passwords, port),
    ownerUrl: ownerUrl(passwords, port),
    /** The folder of its data. */
    cluster,
    pool,
    db: createDatabase(pool),
    /** `kill -9` of the server and of all its processes: what a power cut leaves of it. */
    async kill() {
      const [pid = ''] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
      const children = (await run('pgrep', ['-P', pid])).stdout.split('\n').filter(Boolean);
      for (const each of [pid, ...children]) killAtOnce(Number(each));
      await server.ended;
    },
    /** Ends it in good order, to be started again. */
    shutDown: () => server.stop(),
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

function killAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // The children end by themselves when their server does, and some are faster.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export type OwnServer = Awaited<ReturnType<typeof startOwnServer>>;
