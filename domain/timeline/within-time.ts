import { sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '@/db/client';

/** SQLSTATE of a statement that ran into its time limit. */
const QUERY_CANCELED = '57014';

/**
 * Asks the database for something that may take too long, and stops it there.
 * @returns null where it took longer than `ms`; nothing of it goes on
 */
export async function withinTime<Value>(
  db: Queryable,
  ms: number,
  work: (tx: Transaction) => Promise<Value>,
): Promise<Value | null> {
  try {
    return await db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ usual: string }>(
        sql`select current_setting('statement_timeout') as usual`,
      );
      await limitTo(tx, String(Math.max(1, Math.floor(ms))));
      const value = await work(tx);
      // Inside another transaction the limit would outlive this one.
      await limitTo(tx, rows[0]?.usual ?? '0');
      return value;
    });
  } catch (error) {
    if (isTimeout(error)) return null;
    throw error;
  }
}

const limitTo = (tx: Transaction, limit: string) =>
  tx.execute(sql`select set_config('statement_timeout', ${limit}, true)`);

function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === QUERY_CANCELED) || isTimeout(error.cause);
}
