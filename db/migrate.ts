import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { grantApplicationRole } from './application-role';

// Any fixed number will do; two processes that migrate at once take turns on it.
const MIGRATION_LOCK = 7_239_114_001;

/**
 * Applies the committed migrations, one process at a time, then renews the application role's grants.
 * @param migrationsFolder absolute path of `db/migrations`
 * @throws when a migration fails (nothing of it stays applied)
 */
export async function migrate(databaseUrl: string, migrationsFolder: string): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'keyward migrate',
  });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('set client_min_messages to warning');
    await runMigrations(drizzle(client), { migrationsFolder });
    await grantApplicationRole(client);
  } finally {
    // Ending the session also frees the advisory lock.
    await client.end();
  }
}

/** When the last of the committed migrations was made, in ms since 1970: its mark in the database, too. */
export async function lastMigrationAt(migrationsFolder: string): Promise<number> {
  const journal = JSON.parse(await readFile(join(migrationsFolder, 'meta/_journal.json'), 'utf8'));
  return Math.max(...journal.entries.map((entry: { when: number }) => entry.when));
}
