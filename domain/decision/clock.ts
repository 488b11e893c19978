import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';

/** The database's clock, by which lifetimes end, in whole milliseconds since the epoch. */
export async function readClockMs(db: Queryable): Promise<number> {
  const { rows } = await db.execute<{ ms: string }>(
    sql`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms`,
  );
  return Number(rows[0]?.ms);
}

/** Whether a time that ends something has come, by the database's clock; what has no end goes on. */
export const hasPassed = (end: SQLWrapper): SQL<boolean> =>
  sql<boolean>`coalesce(${end} <= clock_timestamp(), false)`;
