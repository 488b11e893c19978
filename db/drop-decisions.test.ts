import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from './client';
import { createTestDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
let application: pg.Pool;
let owner: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  application = createPool(database.url, { maxConnections: 1 });
  owner = createPool(database.ownerUrl, { maxConnections: 1 });
  await owner.query(`
    select ensure_decision_partitions(current_date - 45, current_date - 40);
    insert into decisions (id, at, verifier, outcome, code)
      select 'dec_' || days, (now() at time zone 'UTC')::date - days + time '12:00', 'old', 'allowed', 'allowed'
      from unnest(array[29, 30, 31, 45, 45 + 1]) as days`);
});
beforeEach(() => owner.query(policy('decisions_days = 30')));
afterAll(async () => {
  await application.end();
  await owner.end();
  await database.drop();
});

const policy = (set: string) => `
  update retention_policy set decisions_days = 30, hold_reason = null, shortened_at = now() - interval '8 days';
  update retention_policy set ${set}`;

interface Stone {
  readonly seq?: number;
  readonly chains?: object[];
  readonly unsealed?: number;
}

const record = (daysAgo: number, { seq = 1, chains = [], unsealed = 1 }: Stone) => `
  insert into decision_tombstones (seq, day, chains, unsealed, at, signature, key_id)
  values (${seq}, (now() at time zone 'UTC')::date - ${daysAgo}, '${JSON.stringify(chains)}', ${unsealed}, now(),
    repeat('A', 86), 'ed25519:' || repeat('A', 43))`;

/** As a user of the database who has the product's own role, and reads nothing of the product. */
async function dropped(daysAgo: number, stone: Stone = {}): Promise<string> {
  const { seq = 1 } = stone;
  return outcomeOf(
    application.query(`begin; ${record(daysAgo, stone)}; select drop_decisions(${seq}); commit`),
  );
}

async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'it worked';
  } catch (error) {
    await application.query('rollback');
    return (error as Error).message;
  }
}

describe('what the application role may not drop', () => {
  it('anything without a tombstone, or by one of another transaction', async () => {
    expect(await outcomeOf(application.query('select drop_decisions(1)'))).toMatch(/no rows/);
    await application.query(record(45, {}));
    expect(await outcomeOf(application.query('select drop_decisions(1)'))).toMatch(/no rows/);
    await owner.query(
      `begin; set local session_replication_role = replica; delete from decision_tombstones; commit`,
    );
  });

  it.each([0, 29, 30])('the decisions of %i days ago', async (days) => {
    expect(await dropped(days)).toMatch(/last 30 days are never dropped/);
  });

  it.each([
    ['decisions_days = null', /policy keeps/],
    ['decisions_days = 45', /policy keeps/],
    [`shortened_at = now() - interval '6 days'`, /policy keeps/],
    [`hold_reason = 'a lawsuit'`, /nothing is dropped at present: a lawsuit/],
  ])('where the policy says %s', async (set, words) => {
    await owner.query(policy(set));
    expect(await dropped(45)).toMatch(words);
  });

  it('what an open incident may need', async () => {
    await owner.query(`insert into incidents (id, title, opened_at, opened_by, opened_by_name)
      values ('inc_1', 'Leak', now() - interval '44 days', 'idn_1', 'Ada')`);
    expect(await dropped(45)).toMatch(/open incident keeps/);
    await owner.query(`update incidents set opened_at = now() - interval '1 day';
      insert into incident_entries (id, incident_id, kind, radius, added_by, added_by_name) values
        ('ine_1', 'inc_1', 'radius', jsonb_build_object('from', now() - interval '45 days'), 'idn_1', 'Ada')`);
    expect(await dropped(45)).toMatch(/open incident keeps/);
    await owner.query(`update incidents
      set closed_at = now(), closed_by = 'idn_1', closed_by_name = 'Ada', summary = 'Revoked'`);
  });

  it('by a tombstone that says less or more than is there, or doesn’t follow the last', async () => {
    expect(await dropped(45, { unsealed: 0 })).toMatch(/says 0 decisions, and 1 are there/);
    expect(await dropped(45, { unsealed: 2 })).toMatch(/says 2 decisions, and 1 are there/);
    const chains = [{ verifier: 'old', from: 1, to: 1, batches: 1, rows: 1 }];
    expect(await dropped(45, { chains, unsealed: 0 })).toMatch(/does not name the batches/);
    expect(await dropped(45, { seq: 2 })).toMatch(/does not follow the last/);
  });
});

describe('what it may drop', () => {
  it('a day that was kept long enough, by a tombstone that stays', async () => {
    expect(await dropped(45)).toBe('it worked');
    const { rows } = await owner.query(`select to_regclass('decisions_' ||
      to_char((now() at time zone 'UTC')::date - 45, 'YYYYMMDD')) is null as gone,
      (select array_agg(id order by id) from decisions) as kept`);
    expect(rows).toEqual([{ gone: true, kept: ['dec_29', 'dec_30', 'dec_31', 'dec_46'] }]);
    for (const statement of [
      'delete from decision_tombstones',
      'update decision_tombstones set seq = 2',
      'truncate decision_tombstones',
    ]) {
      expect(await outcomeOf(application.query(statement))).toMatch(/permission denied/);
      await expect(owner.query(statement)).rejects.toThrow(/append-only/);
    }
  });

  it('what lies in no partition of its day', async () => {
    expect(await dropped(46, { seq: 2 })).toBe('it worked');
    expect(await dropped(46, { seq: 3 })).toMatch(/says 1 decisions, and 0 are there/);
  });

  it('nothing twice by one tombstone', async () => {
    const twice = `begin; ${record(31, { seq: 3 })}; select drop_decisions(3); select drop_decisions(3); commit`;
    expect(await outcomeOf(application.query(twice))).toMatch(/says 1 decisions, and 0 are there/);
  });
});
