import { sql } from 'drizzle-orm';
import { createDatabase, createPool, type Database, type PoolOptions } from '@/db/client';

/** Opens the product's database for a process that may not know Postgres itself. */
export const openDatabase = (
  databaseUrl: string,
  applicationName: string,
  options: Pick<PoolOptions, 'maxConnections'> = {},
): Database => createDatabase(createPool(databaseUrl, { ...options, applicationName }));

/** Whether the database answers and has been migrated. @throws what the database says where not */
export async function assertDatabaseReady(db: Database): Promise<void> {
  await db.execute(sql`select seq from audit_head`);
}
