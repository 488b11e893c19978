import { sql } from 'drizzle-orm';
import { createDatabase, createPool, type Database } from '@/db/client';

/** Opens the product's database for a process that may not know Postgres itself. */
export const openDatabase = (databaseUrl: string, applicationName: string): Database =>
  createDatabase(createPool(databaseUrl, { applicationName }));

/** Whether the database answers and has been migrated. @throws what the database says where not */
export async function assertDatabaseReady(db: Database): Promise<void> {
  await db.execute(sql`select seq from audit_head`);
}
