import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, createPool, type Database } from './client';
import { createTestDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
let application: Database;
let owner: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  application = createDatabase(createPool(database.url, { maxConnections: 1 }));
  owner = createDatabase(createPool(database.ownerUrl, { maxConnections: 1 }));
  await owner.execute(sql`
    insert into decisions (id, at, verifier, outcome, code) values ('dec_1', now(), 'test', 'allowed', 'allowed')`);
  await owner.execute(sql`
    insert into audit_events (seq, id, at, actor_type, actor_id, actor_name, via_type, action,
      target_type, outcome, request_id, prev_hash, hash)
    values (1, 'evt_1', now(), 'system', 'test', 'test', 'process', 'test.run', 'system', 'done',
      'req_1', repeat('0', 64), repeat('1', 64))`);
});

afterAll(async () => {
  await application.$client.end();
  await owner.$client.end();
  await database.drop();
});

const messageOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error
      ? error.cause.message
      : String(error);
  }
  return 'it worked';
};

const CHANGES = ['audit_events', 'decisions'].flatMap((table) => [
  `update ${table} set id = 'other'`,
  `delete from ${table}`,
  `truncate ${table}`,
]);

describe('history outlives its subjects', () => {
  it.each(CHANGES)('refuses “%s” to the application role', async (statement) => {
    expect(await messageOf(application.execute(sql.raw(statement)))).toMatch(/permission denied/);
  });

  it.each(CHANGES)('refuses “%s” even to the owner, by trigger', async (statement) => {
    expect(await messageOf(owner.execute(sql.raw(statement)))).toMatch(/append-only/);
  });

  it('refuses to truncate one day of decisions', async () => {
    const { rows } = await owner.execute<{ name: string }>(
      sql`select tableoid::regclass::text as name from decisions limit 1`,
    );
    const statement = sql.raw(`truncate ${rows[0]?.name}`);
    expect(await messageOf(owner.execute(statement))).toMatch(/append-only/);
    expect(await messageOf(application.execute(statement))).toMatch(/permission denied/);
  });

  it('lets the head of the log move forward by one only', async () => {
    expect(await messageOf(owner.execute(sql`update audit_head set seq = seq + 2`))).toMatch(
      /forward/,
    );
    expect(await messageOf(owner.execute(sql`update audit_head set seq = seq - 1`))).toMatch(
      /forward/,
    );
    expect(await messageOf(owner.execute(sql`delete from audit_head`))).toMatch(/forward/);
  });

  it('has no foreign key from history to anything', async () => {
    const { rows } = await owner.execute(sql`
      select conname from pg_constraint
      where contype = 'f' and conrelid in ('audit_events'::regclass, 'decisions'::regclass)`);
    expect(rows).toEqual([]);
  });

  it('lets the application role make partitions ahead, through the function alone', async () => {
    const made = await application.execute<{ made: number }>(
      sql`select ensure_decision_partitions(current_date + 20, current_date + 21) as made`,
    );
    expect(made.rows[0]?.made).toBe(2);
    expect(await messageOf(application.execute(sql`drop table decisions_default`))).toMatch(
      /owner/,
    );
  });
});

describe('the schema refuses states that must not exist', () => {
  const insertIdentity = (values: string) =>
    messageOf(
      owner.execute(
        sql.raw(`insert into identities (id, type, name, email, slug) values ${values}`),
      ),
    );

  it('a person without email, a service account with one, two people with one email', async () => {
    expect(await insertIdentity(`('idn_a', 'person', 'A', null, null)`)).toMatch(
      /person_has_email/,
    );
    expect(await insertIdentity(`('idn_b', 'service', 'B', 'b@example.com', 'b')`)).toMatch(
      /person_has_email/,
    );
    expect(await insertIdentity(`('idn_c', 'person', 'C', 'c@example.com', null)`)).toBe(
      'it worked',
    );
    expect(await insertIdentity(`('idn_d', 'person', 'D', 'C@Example.com', null)`)).toMatch(
      /identities_email/,
    );
  });

  it('an operation with a method but no path, and two operations on one route', async () => {
    await owner.execute(sql`insert into apis (id, slug, name) values ('api_1', 'one', 'One')`);
    const insert = (values: string) =>
      messageOf(
        owner.execute(
          sql.raw(
            `insert into operations (id, api_id, name, method, path_template, source) values ${values}`,
          ),
        ),
      );
    expect(await insert(`('opn_1', 'api_1', 'a', 'GET', null, 'manual')`)).toMatch(/route_whole/);
    expect(await insert(`('opn_2', 'api_1', 'b', 'GET', '/x/{id}', 'manual')`)).toBe('it worked');
    expect(await insert(`('opn_3', 'api_1', 'c', 'GET', '/x/{other}', 'manual')`)).toMatch(
      /operations_api_route/,
    );
  });

  it('a scope that holds an operation of another API', async () => {
    await owner.execute(sql`insert into apis (id, slug, name) values ('api_2', 'two', 'Two')`);
    await owner.execute(sql`insert into scopes (id, api_id, name) values ('scp_2', 'api_2', 's')`);
    const work = owner.execute(sql`
      insert into scope_operations (api_id, scope_id, operation_id) values ('api_2', 'scp_2', 'opn_2')`);
    expect(await messageOf(work)).toMatch(/foreign key/);
  });
});
