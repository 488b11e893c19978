import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from './client';
import { copiedLines, copiedValues } from './copied-lines';
import { createTestDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
let pool: pg.Pool;
let client: pg.PoolClient;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { maxConnections: 1 });
  client = await pool.connect();
});
afterAll(async () => {
  client.release();
  await pool.end();
  await database.drop();
});

it('gives every value as it is stored, whatever is in it', async () => {
  await client.query('create temp table values_copied (seq int, a text, b text)');
  const values = ['', '\\', '\\N', 'a\tb\nc\r\b\f\v', '\\t', 'é🔑', '{"a":"\\"\\n"}', null];
  for (const [at, value] of values.entries()) {
    await client.query('insert into values_copied values ($1, $2, $3)', [at, value, `b${at}`]);
  }
  const found: (string | null)[][] = [];
  for await (const lines of copiedLines(
    client,
    'copy (select a, b from values_copied order by seq) to stdout',
  )) {
    found.push(...lines.map(copiedValues));
  }
  expect(found).toEqual(values.map((value, at) => [value, `b${at}`]));
});

it('leaves the connection usable to who stops early, or fails meanwhile', async () => {
  const many = 'copy (select generate_series(1, 500000)) to stdout';
  for await (const lines of copiedLines(client, many)) {
    expect(copiedValues(lines[0] as Buffer)).toEqual(['1']);
    break;
  }
  const fails = async () => {
    for await (const _ of copiedLines(client, many)) throw new Error('while reading');
  };
  await expect(fails()).rejects.toThrow('while reading');
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

it('throws what the database says', async () => {
  const asked = async () => {
    for await (const _ of copiedLines(client, 'copy (select 1 / 0) to stdout'));
  };
  await expect(asked()).rejects.toThrow('division by zero');
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});
