import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { APPLICATION_ROLE } from '@/db/application-role';
import { applicationUrl, ensureDatabase, ownerUrl, type Passwords } from '@/db/embedded/connection';
import { startEmbeddedPostgres } from '@/db/embedded/server';
import { migrate } from '@/db/migrate';
import { installQueues } from '@/db/queue/job-queue';

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));

/** The database that every test database is a copy of; nobody connects to it after it was migrated. */
export const TEMPLATE = 'keyward';
/** The same with the tables of the job queue, and no queue in them. */
export const TEMPLATE_WITH_JOBS = 'keyward_with_jobs';

/** How to reach the throwaway server. */
export interface TestServer {
  readonly port: number;
  readonly passwords: Passwords;
}

/** Runs one statement as the owner, outside any test database. */
export async function onServer({ port, passwords }: TestServer, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl(passwords, port, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Starts a real Postgres in a temporary folder, with the migrated template in it. */
export async function startTestServer(): Promise<TestServer & { stop(): Promise<void> }> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'keyward-test-'));
  const random = () => randomBytes(16).toString('hex');
  const passwords = { ownerPassword: random(), applicationPassword: random() };
  const server = await startEmbeddedPostgres({
    dataDirectory,
    ownerPassword: passwords.ownerPassword,
    durable: false,
    note: (line) => process.stderr.write(`${line}\n`),
  });
  const stop = async () => {
    await server.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  };
  try {
    await ensureDatabase(passwords, server.port);
    await migrate(ownerUrl(passwords, server.port, TEMPLATE), migrationsFolder);
    const at = { port: server.port, passwords };
    await onServer(at, `create database ${TEMPLATE_WITH_JOBS} template ${TEMPLATE}`);
    await onServer(at, `grant create on database ${TEMPLATE_WITH_JOBS} to ${APPLICATION_ROLE}`);
    await installQueues(applicationUrl(passwords, server.port, TEMPLATE_WITH_JOBS), []);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port: server.port, passwords, stop };
}
