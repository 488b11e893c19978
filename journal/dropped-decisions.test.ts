import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, createPool, type Database } from '@/db/client';
import { createTestDatabase, type TestDatabase } from '@/db/testing/test-database';
import { keyIdOf } from '@/domain/ledger/checkpoint';
import type { SealedBatchLine, SealedLine } from '@/domain/seals/sealed-lines';
import { batchesAfter, withDecisions } from '@/domain/seals/sealed-rows';
import { signTombstone, type Tombstone } from '@/domain/seals/tombstone';
import { verifyDecisions } from '@/domain/seals/verify-decisions';
import { sealedLinesChecker } from '@/domain/seals/verify-sealed-lines';
import { SERVER_SECRET } from '@/domain/testing/world';
import { dayBefore, dropDue, noonBefore } from './testing/drop-due';
import { shipDecisions } from './testing/ship-decisions';

const [OLD, OLDER] = [40, 41];
const trustedKeys = [keyIdOf(SERVER_SECRET)];

let database: TestDatabase;
let pool: pg.Pool;
let db: Database;
let owner: pg.Pool;

/** Two verifiers, whose decisions of two days were dropped; of each something else is left. */
beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { maxConnections: 3 });
  db = createDatabase(pool);
  owner = createPool(database.ownerUrl, { maxConnections: 1 });
  await owner.query('select ensure_decision_partitions(current_date - 40, current_date - 40)');
  await ship('eu-1', OLDER, 2);
  await ship('eu-1', OLD, 3);
  await ship('eu-1', 1, 2);
  await ship('eu-1', OLD, 1);
  await ship('us-1', OLD, 1);
  await ship('us-1', 1, 1);
});
afterEach(async () => {
  await pool.end();
  await owner.end();
  await database.drop();
});

const ship = (verifier: string, days: number, count: number) =>
  shipDecisions(
    pool,
    verifier,
    Array.from({ length: count }, (_, ms) => noonBefore(days) + ms),
  );
const report = () => verifyDecisions(pool, { trustedKeys });
const problems = async () =>
  (await report()).problems.map(({ problem, verifier, seq }) => [problem, verifier, seq]);
/** As somebody who owns the database and puts its guards out of action. */
const tamper = (...statements: readonly string[]) =>
  owner.query(`begin; set local session_replication_role = replica;
    alter table decision_batches drop constraint if exists decision_batches_leaves;
    ${statements.join(';')}; commit`);
const stones = async () => (await report()).tombstones;

/** As the product's role, past the product: whatever it is signed with. */
async function dropPast(stone: Tombstone): Promise<void> {
  const { seq, day, chains, unsealed, at, signature, keyId } = stone;
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into decision_tombstones (seq, day, chains, unsealed, at, signature, key_id)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [seq, day, JSON.stringify(chains), unsealed, at, signature, keyId],
    );
    await client.query('select drop_decisions($1)', [seq]);
    await client.query('commit');
  } finally {
    client.release(true);
  }
}

describe('a day that was dropped', () => {
  it('holds, and its tombstone says what was there', async () => {
    expect(await dropDue(db)).toBe(2);
    const found = await report();
    expect(found).toMatchObject({ holds: true, batches: 6, decisions: 3, problems: [] });
    expect(found.tombstones).toMatchObject([
      { seq: 1, day: dayBefore(OLDER), chains: [{ verifier: 'eu-1', from: 1, to: 1, rows: 2 }] },
      {
        ...{ seq: 2, day: dayBefore(OLD), unsealed: 0 },
        chains: [
          { verifier: 'eu-1', from: 2, to: 4, batches: 2, rows: 4 },
          { verifier: 'us-1', from: 1, to: 1, batches: 1, rows: 1 },
        ],
      },
    ]);
    expect(await dropDue(db)).toBe(0);
  });

  it('is dropped again where a verifier ships late what it holds of it', async () => {
    await dropDue(db);
    await ship('us-1', OLD, 2);
    expect(await report()).toMatchObject({ holds: true, decisions: 5 });
    expect(await dropDue(db)).toBe(1);
    expect(await report()).toMatchObject({ holds: true, decisions: 3 });
    expect((await stones()).map(({ day }) => day)).toEqual(
      [OLDER, OLD, OLD].map((days) => dayBefore(days)),
    );
  });

  it('with decisions of an earlier version, in no batch, says how many', async () => {
    await owner.query(`insert into decisions (id, at, verifier, outcome, code)
      values ('dec_old', '${dayBefore(OLD)}T08:00:00Z', 'eu-0', 'allowed', 'allowed')`);
    await dropDue(db);
    expect(await report()).toMatchObject({ holds: true, unsealed: [] });
    expect((await stones()).map(({ unsealed }) => unsealed)).toEqual([0, 1]);
  });

  it('stays, with all after it, where it is not as it was sealed', async () => {
    await tamper(`update decisions set path = '/y' where at < '${dayBefore(OLD)}'`);
    await expect(dropDue(db)).rejects.toThrow(
      /not as they were sealed, so that they stay: .*altered|not as it was recorded/,
    );
    expect(await stones()).toEqual([]);
    expect((await report()).decisions).toBe(10);
  });
});

describe('past the product, it is found and named', () => {
  it('that a day is gone and no tombstone says why', async () => {
    await owner.query(`drop table decisions_${dayBefore(OLD).replaceAll('-', '')}`);
    const removed = (verifier: string, seq: number) => ['removed', verifier, seq];
    expect(await problems()).toEqual([
      ...[removed('eu-1', 2), removed('eu-1', 2), removed('eu-1', 2)],
      ...[removed('eu-1', 4), removed('us-1', 1)],
    ]);
  });

  it('that what was sealed of it went as well', async () => {
    await tamper(
      `drop table decisions_${dayBefore(OLD).replaceAll('-', '')}`,
      `update decision_batches set leaves = '' where day = '${dayBefore(OLD)}'`,
    );
    const missing = [
      ['tombstone_missing', 'eu-1', 2],
      ['tombstone_missing', 'eu-1', 4],
      ['tombstone_missing', 'us-1', 1],
    ];
    expect(await problems()).toEqual(missing);
    await tamper(`update decision_batches set tombstone = 9 where leaves = ''`);
    expect(await problems()).toEqual(missing);
  });

  it('that the role of the product dropped a day by a tombstone of its own making', async () => {
    await dropDue(db);
    await ship('us-1', OLD, 2);
    const { rows } = await pool.query(
      `select hash from decision_batches where verifier = 'us-1' and seq = 3`,
    );
    const hash: string = rows[0].hash;
    const stone = {
      ...{ seq: 3, day: dayBefore(OLD), unsealed: 0, at: new Date().toISOString() },
      chains: [{ verifier: 'us-1', from: 3, to: 3, batches: 1, rows: 2, hash }],
    };
    const at = stone.at.replace('Z', '000Z');
    await dropPast(
      signTombstone('another secret of at least thirty-two characters', { ...stone, at }),
    );
    const { problems: found } = await report();
    expect(found.map(({ problem }) => problem)).toEqual(['tombstone_forged', 'tombstone_forged']);
    expect(found.map(({ message }) => message).join('\n')).toMatch(
      /dropped past the product[\s\S]*not the key of this server/,
    );
  });

  it('that it dropped one by what is no tombstone', async () => {
    const past = {
      ...{ seq: 1, day: dayBefore(OLDER), unsealed: 2, at: '2026-01-31T08:15:30.000000Z' },
    };
    await dropDue(db);
    await ship('eu-1', OLDER, 1);
    const sealed = { verifier: 'eu-1', from: 5, to: 5, batches: 1, rows: 1 };
    const signature = { signature: 'A'.repeat(86), keyId: `ed25519:${'A'.repeat(43)}` };
    await dropPast({ ...past, ...signature, seq: 3, unsealed: 0, chains: [sealed] as never });
    expect(await problems()).toEqual([
      ['tombstone_forged', null, null],
      ['tombstone_missing', 'eu-1', 5],
    ]);
  });

  it.each([
    `day = day - 1`,
    `unsealed = 7`,
    `at = at + interval '1 microsecond'`,
    `chains = jsonb_set(chains, '{0,rows}', '9')`,
    `signature = reverse(signature)`,
  ])('a tombstone whose %s was set', async (change) => {
    await dropDue(db);
    await tamper(`update decision_tombstones set ${change} where seq = 1`);
    expect(await problems()).toEqual(expect.arrayContaining([['tombstone_forged', null, null]]));
  });

  it('tombstones that changed places', async () => {
    await dropDue(db);
    await tamper(
      'update decision_tombstones set seq = 3 where seq = 1',
      'update decision_tombstones set seq = 1 where seq = 2',
      'update decision_tombstones set seq = 2 where seq = 3',
    );
    const forged = (await report()).problems.filter(
      ({ problem }) => problem === 'tombstone_forged',
    );
    expect(forged.map(({ message }) => message).join('\n')).toMatch(
      /tombstone 1 of .* is not signed[\s\S]*tombstone 2 of .* is not signed/,
    );
  });

  it('a tombstone that was removed, with what it says or without', async () => {
    await dropDue(db);
    await tamper('delete from decision_tombstones where seq = 1');
    expect(await problems()).toEqual([
      ['tombstone_missing', null, null],
      ['tombstone_missing', 'eu-1', 1],
    ]);
  });

  it('the last one, though no batch names it', async () => {
    await dropDue(db);
    await owner.query(`insert into decisions (id, at, verifier, outcome, code)
      values ('dec_old', '${dayBefore(OLD)}T08:00:00Z', 'eu-0', 'allowed', 'allowed')`);
    expect(await dropDue(db)).toBe(1);
    expect(await report()).toMatchObject({ holds: true });
    await tamper('delete from decision_tombstones where seq = 3');
    expect((await report()).problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^tombstone 3 of .* which change \d+ recorded, is gone$/),
    ]);
    await tamper(
      `update audit_events set action = 'tokens.revoke' where action = 'retention.drop'`,
      'delete from decision_tombstones where seq = 1',
    );
    expect(await problems()).toContainEqual(['tombstone_missing', null, null]);
  });

  it('a batch that was emptied in the name of a tombstone of another day', async () => {
    await dropDue(db);
    await tamper(
      `delete from decisions where verifier = 'us-1'`,
      `update decision_batches set leaves = '', tombstone = 2 where verifier = 'us-1'`,
    );
    expect(await problems()).toEqual([['tombstone_elsewhere', 'us-1', 2]]);
  });

  it('a batch that names a tombstone and is whole', async () => {
    await dropDue(db);
    await tamper(`update decision_batches set tombstone = 2 where verifier = 'us-1' and seq = 2`);
    expect(await problems()).toEqual([['tombstone_elsewhere', 'us-1', 2]]);
  });

  it('a decision that was put into what was dropped', async () => {
    await dropDue(db);
    await tamper(`insert into decisions (id, at, verifier, outcome, code, batch)
      select 'dec_new', first_at, 'us-1', 'allowed', 'allowed', id
      from decision_batches where verifier = 'us-1' and seq = 1`);
    expect(await problems()).toEqual([['inserted', 'us-1', 1]]);
  });
});

describe('an export of it', () => {
  let lines: SealedLine[];
  beforeEach(async () => {
    await dropDue(db);
    lines = await withDecisions(db, await batchesAfter(db, {}, undefined));
  });
  const checked = (found: readonly SealedLine[]) => {
    const checker = sealedLinesChecker(() => undefined, trustedKeys);
    for (const line of found) checker.check(line);
    return checker.end();
  };
  const at = (place: number) => lines[place] as SealedBatchLine;
  const named = (place: number, change: object) =>
    checked(lines.with(place, { ...at(place), ...change } as SealedLine)).problems.map(
      ({ problem, seq }) => [problem, seq],
    );

  it('holds, with each tombstone once', () => {
    const found = checked(lines);
    expect(found).toMatchObject({ holds: true, batches: 6, decisions: 3 });
    expect(found.tombstones.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('names a tombstone that is gone, altered, another’s, of another day, or of a whole batch', () => {
    const stone = at(0).tombstone as Tombstone;
    expect(named(0, { tombstone: null })).toEqual([['tombstone_missing', 1]]);
    expect(named(0, { tombstone: { ...stone, unsealed: 1 } })).toEqual([
      ['tombstone_forged', null],
    ]);
    const other = signTombstone('another secret of at least thirty-two characters', stone);
    expect(named(0, { tombstone: other })).toEqual([['tombstone_forged', null]]);
    expect(named(0, { tombstone: at(1).tombstone })).toEqual([['tombstone_elsewhere', 1]]);
    const whole = lines.findIndex((line) => line.kind === 'batch' && line.leaves !== '');
    expect(named(whole, { tombstone: stone })).toEqual([['tombstone_elsewhere', 3]]);
  });

  it('names a second tombstone of the same number, and what was put into what was dropped', () => {
    const stone = { ...(at(1).tombstone as Tombstone), unsealed: 1 };
    const second = signTombstone(SERVER_SECRET, stone);
    expect(named(1, { tombstone: second })).toContainEqual(['tombstone_forged', null]);
    const { id, verifier, seq } = at(0);
    const whole = lines.find((line) => line.kind === 'decision') as SealedLine;
    const put = lines.toSpliced(1, 0, { ...whole, batch: { id, verifier, seq } } as SealedLine);
    expect(checked(put).problems).toMatchObject([{ problem: 'inserted', seq: 1 }]);
  });
});
