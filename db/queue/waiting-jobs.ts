import { sql } from 'drizzle-orm';
import type { Queryable } from '../client';
import { QUEUE_SCHEMA } from './queue-schema';

/** Jobs of these queues that are due and not running: how many, and how long the oldest has waited. */
export async function waitingJobs(
  db: Queryable,
  names: readonly string[],
): Promise<ReadonlyMap<string, { waiting: number; lagSeconds: number }>> {
  const { rows } = await db.execute<{ name: string; waiting: number; lag: number }>(sql`
    select name, count(*)::int as waiting,
      extract(epoch from clock_timestamp() - min(start_after))::float8 as lag
    from ${sql.identifier(QUEUE_SCHEMA)}.job
    where name in ${names} and state in ('created', 'retry') and start_after <= clock_timestamp()
    group by name`);
  return new Map(rows.map(({ name, waiting, lag }) => [name, { waiting, lagSeconds: lag }]));
}
