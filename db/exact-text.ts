import { type Column, type SQL, sql } from 'drizzle-orm';

/** A point in time as history writes and hashes it: UTC with six digits of fraction, `…T08:15:30.123456Z`. */
export const exactText = <Text extends string | null = string>(of: Column | SQL): SQL<Text> =>
  sql<Text>`to_char(${of} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The same of now, later than the transaction's beginning. */
export const exactNow = exactText(sql`clock_timestamp()`);
