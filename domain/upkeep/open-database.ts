import { sql } from 'drizzle-orm';
import { createDatabase, createPool, type Database, type PoolOptions } from '@/db/client';
import { describeError as describeFault } from '@/db/describe-error';

const READY_WITHIN_MS = 3_000;

/** For the dashboard, which doesn't know the database's room: the cause in one line. */
export const describeError = describeFault;

/** The words of pg for both waits that can run out, for one of the pool's and for a new one: no code says it. */
const NO_CONNECTION =
  /timeout exceeded when trying to connect|Connection terminated due to connection timeout/;

/** Whether a fault is that no connection was to be had in time, so that nothing was asked of the database. */
export const hadNoConnection = (error: unknown): boolean =>
  NO_CONNECTION.test(describeFault(error));

/** Opens the product's database for a process that may not know Postgres itself. */
export const openDatabase = (
  databaseUrl: string,
  applicationName: string,
  options: Pick<PoolOptions, 'maxConnections' | 'connectTimeoutMs'> = {},
): Database => createDatabase(createPool(databaseUrl, { ...options, applicationName }));

/**
 * Makes sure of what a request needs: a connection of the pool and a transaction that reads the head
 * of the log as a change would, and could write it, within the time.
 * @throws what is in the way
 */
export async function assertDatabaseReady(db: Database, withinMs = READY_WITHIN_MS): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const silent = new Error(`the database does not answer within ${withinMs} ms`);
    timer = setTimeout(() => reject(silent), withinMs);
  });
  try {
    await Promise.race([readAsAChangeWould(db, withinMs), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function readAsAChangeWould(db: Database, withinMs: number): Promise<void> {
  await db.transaction(async (tx) => {
    // Else a statement that nobody waits for any more would keep its connection.
    await tx.execute(sql`select set_config('statement_timeout', ${String(withinMs)}, true)`);
    const { rows } = await tx.execute<{ read_only: string }>(
      sql`select seq, current_setting('transaction_read_only') as read_only from audit_head where id = 1`,
    );
    const [head] = rows;
    if (head === undefined) throw new Error('the audit log has no head row: run the migrations');
    if (head.read_only === 'on') throw new Error('the database is read-only');
  });
}
