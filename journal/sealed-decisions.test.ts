import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '@/db/client';
import { createTestDatabase, type TestDatabase } from '@/db/testing/test-database';
import { batchHash } from '@/domain/seals/batch-hash';
import { verifyDecisions } from '@/domain/seals/verify-decisions';
import { NOON_MS, shipDecisions } from './testing/ship-decisions';

const DAY_MS = 86_400_000;

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let owner: ReturnType<typeof createPool>;
beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { maxConnections: 3 });
  owner = createPool(database.ownerUrl, { maxConnections: 1 });
});
afterEach(async () => {
  await pool.end();
  await owner.end();
  await database.drop();
});

const ship = (verifier: string, times: readonly number[], cut?: number) =>
  shipDecisions(pool, verifier, times, cut);

/** Three batches of one verifier and one of another, twelve decisions. */
async function shipAll(): Promise<void> {
  for (const part of [0, 1, 2]) {
    await ship(
      'eu-1',
      [0, 1, 2].map((ms) => NOON_MS + part * 1_000 + ms),
    );
  }
  await ship('us-1', [NOON_MS, NOON_MS + 1, NOON_MS + 2]);
}

const report = () => verifyDecisions(pool);
/** As somebody who owns the database and puts its guards out of action. */
async function tamper(...statements: readonly string[]): Promise<void> {
  await owner.query(
    `begin; set local session_replication_role = replica; ${statements.join(';')}; commit`,
  );
}
const anId = async (verifier = 'eu-1', seq = 2): Promise<string> => {
  const { rows } = await owner.query(
    `select d.id from decisions d join decision_batches b on b.id = d.batch
     where b.verifier = $1 and b.seq = $2 order by d.id limit 1`,
    [verifier, seq],
  );
  return rows[0].id;
};

describe('sealing', () => {
  it('holds what several verifiers ship, each in a chain of its own, whatever characters are in it', async () => {
    await shipAll();
    expect(await report()).toEqual({
      ...{ holds: true, batches: 4, decisions: 12, unsealed: [], problemCount: 0, problems: [] },
      tombstones: [],
    });
  });

  it('seals each day by itself, and the lines of an earlier version', async () => {
    await ship('eu-1', [NOON_MS, NOON_MS + DAY_MS, NOON_MS + 1]);
    await ship('eu-1', [NOON_MS + DAY_MS + 1], 1);
    expect(await report()).toMatchObject({ holds: true, batches: 3, decisions: 4 });
    const { rows } = await pool.query(
      'select day::text, rows from decision_batches order by verifier, seq',
    );
    expect(rows).toEqual([
      { day: '2026-01-31', rows: 2 },
      { day: '2026-02-01', rows: 1 },
      { day: '2026-02-01', rows: 1 },
    ]);
  });

  it('keeps one chain where processes of a verifier ship at once', async () => {
    await Promise.all(Array.from({ length: 6 }, (_, at) => ship('eu-1', [NOON_MS + at])));
    expect(await report()).toMatchObject({ holds: true, batches: 6, decisions: 6 });
  });

  it('counts what came before anything was sealed, and doesn’t vouch for it', async () => {
    // The second is later than what the first batch holds: what a killed process left is shipped late.
    await owner.query(`insert into decisions (id, at, verifier, outcome, code)
      values ('dec_old', '2026-01-30T00:00:00Z', 'eu-1', 'allowed', 'allowed'),
        ('dec_late', '2026-01-31T18:00:00Z', 'eu-1', 'allowed', 'allowed'),
        ('dec_gone', '2026-01-31T18:00:00Z', 'eu-0', 'allowed', 'allowed')`);
    await shipAll();
    const { holds, unsealed } = await report();
    expect(holds).toBe(true);
    expect(unsealed).toHaveLength(2);
    expect(unsealed).toEqual(
      expect.arrayContaining([
        { verifier: 'eu-1', decisions: 2 },
        { verifier: 'eu-0', decisions: 1 },
      ]),
    );
  });

  it('holds where more than a part of them came before', async () => {
    await owner.query(`insert into decisions (id, at, verifier, outcome, code)
      select 'dec_' || n, '2026-01-30T00:00:00Z', 'eu-1', 'allowed', 'allowed'
      from generate_series(1, 2500) as n`);
    await shipAll();
    expect(await report()).toMatchObject({
      ...{ holds: true, unsealed: [{ verifier: 'eu-1', decisions: 2_500 }] },
    });
  });

  it('never goes back in time along a chain, whatever clocks do', async () => {
    await ship('eu-1', [NOON_MS]);
    await tamper(`update decision_heads set sealed_at = sealed_at + interval '1 hour'`);
    await ship('eu-1', [NOON_MS + 1]);
    const { rows } = await owner.query(
      `select b.sealed_at = h.sealed_at and b.sealed_at > now() + interval '30 minutes' as kept
       from decision_batches b, decision_heads h where b.seq = 2`,
    );
    expect(rows).toEqual([{ kept: true }]);
    expect(await report()).toMatchObject({ holds: true });
  });
});

describe('tampering is found, and named', () => {
  beforeEach(shipAll);

  const only = async () => {
    const { holds, problems, problemCount } = await report();
    expect({ holds, problemCount }).toEqual({ holds: false, problemCount: problems.length });
    return problems.map(({ problem, verifier, seq, id }) => ({ problem, verifier, seq, id }));
  };
  const place = { verifier: 'eu-1', seq: 2 };

  it.each([
    `outcome = 'allowed', code = 'allowed'`,
    `path = '/y'`,
    `ip = null`,
    `verifier = 'us-1'`,
    `at = at + interval '1 microsecond'`,
    `folded_count = 2`,
    `user_agent = ''`,
  ])('a decision whose %s was set', async (change) => {
    const id = await anId();
    await tamper(`update decisions set ${change} where id = '${id}'`);
    expect(await only()).toEqual([{ problem: 'altered', ...place, id }]);
  });

  it('a decision that was removed', async () => {
    await tamper(`delete from decisions where id = '${await anId()}'`);
    expect(await only()).toEqual([{ problem: 'removed', ...place, id: null }]);
  });

  it('one that was put in: into a batch, into one that isn’t there, and into none', async () => {
    const id = await anId();
    const copy = (name: string, batch: string) =>
      `insert into decisions (id, at, verifier, outcome, code, batch)
       select '${name}', at, verifier, outcome, code, ${batch} from decisions where id = '${id}'`;
    const alone = (name: string, verifier: string, later: string) =>
      `insert into decisions (id, at, verifier, outcome, code)
       values ('${name}', now() + interval '${later}', '${verifier}', 'allowed', 'allowed')`;
    // Where a batch says its decisions are found is no part of its hash: it moves no boundary.
    await tamper(
      ...[copy('dec_a', 'batch'), copy('dec_b', '99')],
      `update decision_batches set first_at = '9999-01-01' where seq = 1`,
      ...[alone('dec_c', 'eu-1', '10 minutes'), alone('dec_d', 'eu-9', '2 days')],
    );
    expect(await only()).toEqual([
      { problem: 'inserted', ...place, id: 'dec_a' },
      { problem: 'inserted', verifier: 'eu-1', seq: null, id: 'dec_b' },
      { problem: 'unsealed', verifier: 'eu-1', seq: null, id: 'dec_c' },
      { problem: 'unsealed', verifier: 'eu-9', seq: null, id: 'dec_d' },
    ]);
  });

  it('one that was moved to another day or another batch', async () => {
    const id = await anId();
    await tamper(`update decisions set at = at - interval '1 day' where id = '${id}'`);
    expect(await only()).toEqual([
      { problem: 'inserted', verifier: 'eu-1', seq: null, id },
      { problem: 'removed', ...place, id: null },
    ]);
  });

  it('decisions that changed places', async () => {
    const [one, other] = [await anId(), await anId('eu-1', 3)];
    await tamper(
      `update decisions set id = 'dec_x' where id = '${one}'`,
      `update decisions set id = '${one}', at = '2026-01-31T12:00:02.500Z' where id = '${other}'`,
      `update decisions set id = '${other}' where id = 'dec_x'`,
    );
    expect((await only()).map(({ seq }) => seq)).toEqual(expect.arrayContaining([2, 3]));
  });

  it('a batch taken out of the middle, with its decisions', async () => {
    await tamper(
      `delete from decisions where batch = (select id from decision_batches where verifier = 'eu-1' and seq = 2)`,
      `delete from decision_batches where verifier = 'eu-1' and seq = 2`,
    );
    expect(await only()).toEqual([{ problem: 'batch_missing', ...place, id: null }]);
  });

  it('batches cut off at the end, with their decisions', async () => {
    await tamper(
      `delete from decisions where batch = (select id from decision_batches where verifier = 'eu-1' and seq = 3)`,
      `delete from decision_batches where verifier = 'eu-1' and seq = 3`,
    );
    expect(await only()).toEqual([{ problem: 'head_differs', verifier: 'eu-1', seq: 2, id: null }]);
  });

  it('all batches of a verifier, cut off', async () => {
    await tamper(
      `delete from decisions where verifier = 'us-1'`,
      `delete from decision_batches where verifier = 'us-1'`,
    );
    expect(await only()).toEqual([{ problem: 'head_differs', verifier: 'us-1', seq: 0, id: null }]);
  });

  it('leaves that were changed with their decision, a root changed with them, and a hash with that', async () => {
    const id = await anId();
    const inBatch = `where verifier = 'eu-1' and seq = 2`;
    await tamper(
      `update decisions set path = '/y' where id = '${id}'`,
      `update decision_batches set leaves = set_byte(leaves, 0, 1 + get_byte(leaves, 0) % 255) ${inBatch}`,
    );
    expect(await only()).toEqual([{ problem: 'leaves_altered', ...place, id: null }]);
    await tamper(`update decision_batches set root = repeat('a', 64) ${inBatch}`);
    const [first] = await only();
    expect(first).toEqual({ problem: 'batch_altered', ...place, id: null });
    const { rows } = await owner.query(
      `select id::int, verifier, seq::int, day::text, rows, root, prev_hash,
         to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sealedAt" from decision_batches ${inBatch}`,
    );
    const hash = batchHash(rows[0].prev_hash, rows[0]);
    await tamper(`update decision_batches set hash = '${hash}' ${inBatch}`);
    const [unlinked] = await only();
    expect(unlinked).toEqual({ problem: 'unlinked', verifier: 'eu-1', seq: 3, id: null });
  });

  it('and the application may change neither batches nor heads', async () => {
    await expect(pool.query('update decision_batches set rows = 1')).rejects.toThrow(/permission/);
    await expect(pool.query('delete from decision_heads')).rejects.toThrow(/permission/);
    await expect(owner.query('delete from decision_batches')).rejects.toThrow(/append-only/);
    await expect(pool.query('update decision_heads set seq = seq + 2')).rejects.toThrow(/forward/);
  });
});
