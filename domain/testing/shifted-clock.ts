import { sql } from 'drizzle-orm';
import { createDatabase, createPool, type Database } from '@/db/client';
import type { World } from './world';

export interface ShiftedClock {
  /** A way into the same database, by whose clock it is later. */
  readonly db: Database;
  /** Lets so many seconds pass. */
  advance(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * The clock of the database, put forward: functions of a schema that is looked into first stand for
 * those of Postgres, for the connections of this pool alone.
 */
export async function shiftClock({ owner, url }: World): Promise<ShiftedClock> {
  await owner.execute(sql`create schema shifted`);
  await owner.execute(sql`create table shifted.clock as select interval '0' as ahead`);
  for (const name of ['now', 'clock_timestamp']) {
    await owner.execute(
      sql.raw(`create function shifted.${name}() returns timestamptz stable language sql
        as 'select pg_catalog.${name}() + ahead from shifted.clock'`),
    );
  }
  await owner.execute(sql`grant usage on schema shifted to public`);
  await owner.execute(sql`grant select on shifted.clock to public`);
  const path = encodeURIComponent('-c search_path=shifted,pg_catalog,public');
  const pool = createPool(`${url}${url.includes('?') ? '&' : '?'}options=${path}`);
  return {
    db: createDatabase(pool),
    async advance(seconds) {
      await owner.execute(
        sql`update shifted.clock set ahead = ahead + make_interval(secs => ${seconds})`,
      );
    },
    close: () => pool.end(),
  };
}
