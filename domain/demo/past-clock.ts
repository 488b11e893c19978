import { sql } from 'drizzle-orm';
import { createDatabase, createPool, type Database } from '@/db/client';

const SCHEMA = 'keyward_demo_clock';

/** Columns of one table that Postgres' own `now()` fills in, before which no schema stands. */
interface Defaults {
  readonly table: string;
  readonly columns: readonly string[];
}

/**
 * A clock of the demo's own, so that what its people did lies in the past without a door for it in the
 * product: on the connections of `db`, `now()` and `clock_timestamp()` are found in a schema that is
 * searched before Postgres' own, and tell the time as it was. Everything is removed by `close`.
 */
export interface PastClock {
  readonly db: Database;
  /** Runs `work` as it would have run so many seconds ago. */
  at<T>(agoSeconds: number, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openPastClock(present: Database): Promise<PastClock> {
  const url = present.$client.options.connectionString;
  if (!url) throw new Error('the demo needs the address of the database');
  await present.execute(sql.raw(MAKE));
  const defaults = await defaultTimes(present);
  const started = await realNow(present);
  const pool = createPool(url, {
    maxConnections: 4,
    applicationName: 'keyward-demo',
    searchPath: [SCHEMA, 'pg_catalog', 'public'],
  });
  const setAgo = (seconds: number) =>
    present.execute(
      sql`update keyward_demo_clock.clock set ago = make_interval(secs => ${seconds})`,
    );
  return {
    db: createDatabase(pool),
    async at(agoSeconds, work) {
      await setAgo(agoSeconds);
      const result = await work();
      await present.execute(moveDefaults(defaults, started, agoSeconds));
      return result;
    },
    async close() {
      await pool.end();
      await present.execute(sql.raw(`drop schema ${SCHEMA} cascade`));
    },
  };
}

const MAKE = `
  drop schema if exists ${SCHEMA} cascade;
  create schema ${SCHEMA};
  create table ${SCHEMA}.clock (ago interval not null);
  insert into ${SCHEMA}.clock values (interval '0');
  create function ${SCHEMA}.now() returns timestamptz language sql stable
    return pg_catalog.now() - (select ago from ${SCHEMA}.clock);
  create function ${SCHEMA}.clock_timestamp() returns timestamptz language sql volatile
    return pg_catalog.clock_timestamp() - (select ago from ${SCHEMA}.clock);`;

const realNow = async (db: Database): Promise<string> =>
  (await db.execute<{ at: string }>(sql`select clock_timestamp()::text as at`)).rows[0]?.at ?? '';

const defaultTimes = async (db: Database): Promise<Defaults[]> =>
  (
    await db.execute<{ table: string; columns: string[] }>(sql`
      select r.relname as table, array_agg(a.attname::text) as columns
      from pg_attrdef d
      join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      join pg_class r on r.oid = d.adrelid
      where r.relnamespace = 'public'::regnamespace and pg_get_expr(d.adbin, d.adrelid) = 'now()'
        and has_table_privilege(r.oid, 'update')
      group by r.relname`)
  ).rows;

/** Moves what a default has just set to where the clock stands. */
function moveDefaults(tables: readonly Defaults[], started: string, agoSeconds: number) {
  const updates = tables.map(({ table, columns }, index) => {
    const moved = columns.map((name) => {
      const column = sql.identifier(name);
      const isNew = sql`${column} >= ${started}::timestamptz`;
      const then = sql`${column} - make_interval(secs => ${agoSeconds})`;
      return { isNew, set: sql`${column} = case when ${isNew} then ${then} else ${column} end` };
    });
    const sets = sql.join(
      moved.map(({ set }) => set),
      sql`, `,
    );
    const anyNew = sql.join(
      moved.map(({ isNew }) => isNew),
      sql` or `,
    );
    return sql`${sql.identifier(`moved_${index}`)} as (
      update ${sql.identifier(table)} set ${sets} where ${anyNew})`;
  });
  return sql`with ${sql.join(updates, sql`, `)} select`;
}
