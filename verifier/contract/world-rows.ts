import type pg from 'pg';

/** The rows of each table that has some, as JSON of Postgres. */
export type WorldRows = Readonly<Record<string, readonly unknown[]>>;

/** Everything in the tables of a database. */
export async function takeRows(owner: pg.ClientBase): Promise<WorldRows> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     order by 1`,
  );
  const taken: [string, unknown[]][] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query(
      `select coalesce(json_agg(t), '[]') as rows from ${owner.escapeIdentifier(name)} t`,
    );
    if (rows[0].rows.length > 0) taken.push([name, rows[0].rows]);
  }
  return Object.fromEntries(taken);
}

/** Puts them into a database that has the schema they were taken from, past triggers and references. */
export async function putRows(owner: pg.ClientBase, world: WorldRows): Promise<void> {
  await owner.query('begin');
  await owner.query('set local session_replication_role = replica');
  for (const [name, rows] of Object.entries(world)) {
    const table = owner.escapeIdentifier(name);
    await owner.query(`delete from ${table}`);
    await owner.query(
      `insert into ${table} select * from json_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows)],
    );
  }
  await owner.query('commit');
}
