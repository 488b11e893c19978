import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { grantApplicationRole } from './application-role';

// Any fixed number will do; two processes that migrate at once take turns on it.
const MIGRATION_LOCK = 7_239_114_001;

/**
 * Applies the committed migrations, one process at a time, then renews the application role's grants.
 * @param migrationsFolder absolute path of `db/migrations`
 * @throws when the server is older than PostgreSQL 15 or a migration fails (nothing of it stays applied)
 */
export async function migrate(databaseUrl: string, migrationsFolder: string): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'keyward migrate',
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    );
    const major = Math.floor(Number(rows[0]?.version) / 10_000);
    if (!(major >= 15)) {
      throw new Error(`PostgreSQL 15 or newer is needed, this server is ${major}`);
    }
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('set client_min_messages to warning');
    await runMigrations(drizzle(client), { migrationsFolder });
    await grantApplicationRole(client);
  } finally {
    // Ending the session also frees the advisory lock.
    await client.end();
  }
}
