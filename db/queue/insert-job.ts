import { sql } from 'drizzle-orm';
import type { Queryable } from '../client';
import type { JsonObject } from '../schema/history';
import { QUEUE_SCHEMA } from './queue-schema';

const table = (name: string) => sql`${sql.identifier(QUEUE_SCHEMA)}.${sql.identifier(name)}`;

/**
 * What `send` of pg-boss inserts, in the caller's transaction; a test compares the rows.
 * @returns the job's id, or null where one of this key waits already
 * @throws where no worker has made the queue
 */
export async function insertJob(
  db: Queryable,
  job: {
    readonly name: string;
    readonly data: JsonObject;
    readonly key: string;
    readonly group: string | null;
    /** From now; one of this key that waits for a later time is moved up. */
    readonly afterSeconds: number;
  },
): Promise<string | null> {
  const start = sql`now() + make_interval(secs => ${job.afterSeconds})`;
  // The one that waits for the key may be planned for later.
  const moved = await db.execute(sql`
    update ${table('job')} set start_after = ${start}
    where name = ${job.name} and singleton_key = ${job.key} and state = 'created' and start_after > ${start}`);
  if (moved.rowCount !== 0) return null;
  const { rows } = await db.execute<{ queues: string; id: string | null }>(sql`
    with plan as (select * from ${table('queue')} where name = ${job.name}),
    made as (
      insert into ${table('job')} (name, data, singleton_key, group_id, policy, retry_limit, retry_delay, retry_backoff,
        retry_delay_max, expire_seconds, deletion_seconds, keep_until, dead_letter, heartbeat_seconds, start_after)
      select name, ${JSON.stringify(job.data)}::jsonb, ${job.key}::text, ${job.group}::text, policy, retry_limit, retry_delay, retry_backoff,
        retry_delay_max, expire_seconds, deletion_seconds, ${start} + retention_seconds * interval '1 second',
        dead_letter, heartbeat_seconds, ${start}
      from plan
      on conflict do nothing
      returning id
    )
    select (select count(*) from plan) as queues, (select id from made) as id`);
  const [found] = rows;
  if (Number(found?.queues) === 0) throw new Error(`there is no queue ${job.name}`);
  return found?.id ?? null;
}
