import { sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';

/** Whether all of these addresses are in the list, whole; an empty list has room for every address. */
export async function liesWithin(
  db: Queryable,
  cidrs: readonly string[],
  list: readonly string[],
): Promise<boolean> {
  const { rows } = await db.execute<{ within: boolean }>(
    sql`select cidrs_within(${sql.param(cidrs)}::text[], ${sql.param(list)}::text[]) as within`,
  );
  return rows[0]?.within === true;
}
