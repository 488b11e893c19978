import { migrationsFolder } from '@/cli/project-root';
import { checkDatabase, DatabaseUnusable } from '@/db/check-database';
import { createDatabase, createPool, type Database } from '@/db/client';
import { explainDatabaseError } from '@/db/explain-database-error';
import { lastMigrationAt, migrate } from '@/db/migrate';
import type { VariableName } from '@/domain/environment/variables';
import { queuePlanOf } from '@/domain/jobs/define';
import { JOBS } from '@/domain/registry/jobs';
import { syncBuiltIns } from '@/domain/registry/sync-built-ins';

/** Runs `work` on a few connections of its own, which are closed afterwards. */
export async function withConnections<Result>(
  databaseUrl: string,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const pool = createPool(databaseUrl, { maxConnections: 4, applicationName: 'keyward cli' });
  try {
    return await work(createDatabase(pool));
  } finally {
    // From here on a connection that breaks is one that was being closed anyway.
    pool.removeAllListeners('error').on('error', () => undefined);
    await pool.end();
  }
}

interface PreparedDatabase {
  /** What names it in messages. */
  readonly variable: VariableName;
  /** Signs in as the role that owns the schema. */
  readonly ownerUrl: string;
  /** Signs in as the role the product uses; the same for a database of the user's own. */
  readonly applicationUrl: string;
}

/**
 * Checks a database and brings it to this version: schema, built-in groups and queues of jobs.
 * @throws DatabaseUnusable with the cause and what to do
 */
export async function prepareDatabase(database: PreparedDatabase): Promise<void> {
  const { variable, ownerUrl, applicationUrl } = database;
  await checkDatabase(ownerUrl, {
    variable,
    use: 'migrate',
    patienceMs: 0,
    lastMigrationAt: await lastMigrationAt(migrationsFolder),
  });
  try {
    await migrate(ownerUrl, migrationsFolder);
    await withConnections(applicationUrl, syncBuiltIns);
    await makeQueues(applicationUrl);
  } catch (cause) {
    throw new DatabaseUnusable(explainDatabaseError(cause, variable, ownerUrl), { cause });
  }
}

/** Before any worker runs: what a command enqueues needs its queue. Loaded here, since few commands need it. */
async function makeQueues(databaseUrl: string): Promise<void> {
  const { installQueues } = await import('@/db/queue/job-queue');
  await installQueues(databaseUrl, JOBS.map(queuePlanOf));
}

export const ownDatabase = (databaseUrl: string): PreparedDatabase => ({
  variable: 'DATABASE_URL',
  ownerUrl: databaseUrl,
  applicationUrl: databaseUrl,
});

export const embeddedDatabase = (
  urls: Pick<PreparedDatabase, 'ownerUrl' | 'applicationUrl'>,
): PreparedDatabase => ({ ...urls, variable: 'KEYWARD_DATA_DIR' });
