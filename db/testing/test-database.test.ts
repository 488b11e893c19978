import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './test-database';

let database: TestDatabase;
let application: pg.Client;

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

beforeAll(async () => {
  database = await createTestDatabase();
  application = await connect(database.url);
});

afterAll(async () => {
  await application.end();
  await database.drop();
});

describe('a test database', () => {
  it('has the migrated schema and the first head of the audit log', async () => {
    const { rows } = await application.query('select seq::int from audit_head');
    expect(rows).toEqual([{ seq: 0 }]);
  });

  it.each(['update audit_events set seq = 1', 'delete from audit_events', 'truncate audit_events'])(
    'refuses "%s" to the role of the product',
    async (statement) => {
      await expect(application.query(statement)).rejects.toThrow(/permission denied/);
    },
  );

  it.each(['update decisions set code = code', 'delete from decisions', 'truncate decisions'])(
    'refuses "%s" to the role of the product',
    async (statement) => {
      await expect(application.query(statement)).rejects.toThrow(/permission denied/);
    },
  );

  it('lets the role of the product create a schema for its job queue', async () => {
    await application.query('create schema jobs');
    const { rowCount } = await application.query(
      "select from information_schema.schemata where schema_name = 'jobs'",
    );
    expect(rowCount).toBe(1);
  });

  it('shares nothing with another test database', async () => {
    const other = await createTestDatabase();
    const client = await connect(other.url);
    const { rowCount } = await client.query(
      "select from information_schema.schemata where schema_name = 'jobs'",
    );
    await client.end();
    await other.drop();
    expect(rowCount).toBe(0);
  });
});

it('temporary files of a run are in a folder of its own, which goes with it', () => {
  expect(basename(tmpdir())).toMatch(/^keyward-run-/);
});
