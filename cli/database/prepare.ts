import { migrationsFolder } from '@/cli/project-root';
import { createDatabase, createPool, type Database } from '@/db/client';
import { migrate } from '@/db/migrate';
import { syncBuiltIns } from '@/domain/access/sync-built-ins';

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

/**
 * Brings a database to this version: schema and built-in groups.
 * @param ownerUrl signs in as the role that owns the schema
 * @param applicationUrl signs in as the role the product uses; the same for a database of the user's own
 */
export async function prepareDatabase(ownerUrl: string, applicationUrl: string): Promise<void> {
  await migrate(ownerUrl, migrationsFolder);
  await withConnections(applicationUrl, syncBuiltIns);
}
