import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { APPLICATION_ROLE } from '@/db/application-role';
import type { Sent } from './record-statements';

/** What a statement came to: columns with their types, and rows, times left out; or the error. */
export type Outcome =
  | { readonly columns: readonly string[]; readonly rows: readonly string[] }
  | { readonly error: string };

const TIME = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)?/g;
const MILLISECONDS = /(^|_)ms$/;
/** Numbers that a replay before this one has drawn are drawn again; a restart is taken back, too. */
const RESTART = `do $$
  declare one regclass;
  begin
    for one in select format('%I.%I', schemaname, sequencename)::regclass from pg_sequences where schemaname = 'public' loop
      execute format('alter sequence %s restart', one);
    end loop;
  end $$`;
const asText = { getTypeParser: () => (value: string | null) => value } as never;

/**
 * Runs statements one after the other as the product's role, with the values they were sent with, and
 * takes everything back.
 * @param change made before them, as a migration would
 */
export async function replay(
  owner: pg.Client,
  statements: readonly Sent[],
  change?: string,
): Promise<Outcome[]> {
  await owner.query('begin');
  try {
    if (change !== undefined) await owner.query(change);
    await owner.query(RESTART);
    await owner.query(`set local role ${APPLICATION_ROLE}`);
    const outcomes: Outcome[] = [];
    for (const statement of statements) {
      await owner.query('savepoint before');
      try {
        outcomes.push(await run(owner, statement));
      } catch (error) {
        outcomes.push({ error: (error as Error).message });
        await owner.query('rollback to savepoint before');
      }
    }
    return outcomes;
  } finally {
    await owner.query('rollback');
  }
}

async function run(client: pg.Client, { text, values, copied }: Sent): Promise<Outcome> {
  if (copied !== undefined) {
    const copy = client.query(copyFrom(text));
    await pipeline(Readable.from([copied]), copy);
    return { columns: [], rows: [`${copy.rowCount} copied`] };
  }
  const query = { text, values: [...values], rowMode: 'array' as const, types: asText };
  const { rows, fields, rowCount } = await client.query<(string | null)[]>(query);
  const shown = rows.map((row) =>
    JSON.stringify(
      row.map((value, at) =>
        MILLISECONDS.test(fields[at]?.name ?? '') ? 'ms' : (value?.replace(TIME, 'time') ?? null),
      ),
    ),
  );
  return {
    columns: fields.map(({ name, dataTypeID }) => `${name}: ${typeName(dataTypeID)}`),
    // Nothing orders rows that no ORDER BY does; where there are none, their number says what was done.
    rows: fields.length > 0 ? shown.sort() : [`${rowCount} changed`],
  };
}

const TYPE_NAMES = new Map(Object.entries(pg.types.builtins).map(([name, oid]) => [oid, name]));
const typeName = (oid: number) => TYPE_NAMES.get(oid) ?? `type ${oid}`;
