import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ownerUrl } from '@/db/embedded/connection';
import { migrate } from '@/db/migrate';
import { onServer } from '@/db/testing/test-server';
import { openTestDatabase } from '../testing/database';
import { recordStatements, type Sent, shapeOf } from './record-statements';
import {
  keepRecording,
  MIGRATIONS,
  madeAt,
  migrationNames,
  migrationsUpTo,
  type Recording,
  readRecordings,
} from './recording';
import { type Outcome, replay } from './replay';
import { liveAVerifiersLife, makeLastingWorld } from './scenario';
import { putRows, takeRows, type WorldRows } from './world-rows';

const HOW = 'RECORD=1 npx vitest run verifier/contract';
const server = inject('testServer');
const shapes = (statements: readonly Sent[]) =>
  [...new Set(statements.map(({ text }) => shapeOf(text)))].sort();

/** A database with that world, on the schema it was recorded on and then on today's. */
async function openOlder(migration: string, world: WorldRows) {
  const name = `contract_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = ownerUrl(server.passwords, server.port, name);
  const folder = migrationsUpTo(migration);
  await migrate(url, folder);
  rmSync(folder, { recursive: true });
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await putRows(owner, world);
  return {
    owner,
    toToday: () => migrate(url, MIGRATIONS),
    async drop() {
      await owner.end();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

/** Has today's verifier live its life, and writes down what it sends and what that comes to. */
async function recordToday(): Promise<Recording> {
  const database = await openTestDatabase();
  const world = await makeLastingWorld(database.db);
  const client = await database.pool.connect();
  const rows = await takeRows(client as pg.ClientBase);
  client.release();
  const { sent, stop } = recordStatements();
  await liveAVerifiersLife(database.url, database.db, world).finally(stop);
  await database.drop();
  const migration = migrationNames().at(-1) ?? '';
  const older = await openOlder(migration, rows);
  const outcomes = await replay(older.owner, sent);
  await older.drop();
  const statements = sent.map((one, at) => ({ ...one, outcome: outcomes[at] as Outcome }));
  return { migration, world: rows, statements };
}

/** What of a recording comes to something else now. */
const differences = ({ statements }: Recording, outcomes: readonly Outcome[]) =>
  statements.flatMap(({ text, outcome }, at) => {
    const now = outcomes[at];
    if (JSON.stringify(now) === JSON.stringify(outcome)) return [];
    return [{ statement: shapeOf(text), was: outcome, is: now }];
  });

let today: Recording;
beforeAll(async () => {
  today = await recordToday();
  // biome-ignore lint/style/noProcessEnv: it keeps a file of the repository up to date, and sets nothing
  if (process.env.RECORD === '1') keepRecording(today);
});

it('every statement of a recording has worked', () => {
  const failed = today.statements.filter(({ outcome }) => 'error' in outcome);
  expect(failed.map(({ text, outcome }) => [text, outcome])).toEqual([]);
});

it('the newest recording is what the verifier of today sends', () => {
  const newest = readRecordings().at(-1);
  const how = `what the verifier sends has changed: keep the recording of before, and run ${HOW}`;
  expect(shapes(today.statements), how).toEqual(shapes(newest?.statements ?? []));
});

it('a verifier from before the last migration is among the recordings', () => {
  const names = migrationNames();
  const before = readRecordings().filter(
    ({ migration }) => names.indexOf(migration) < names.length - 1,
  );
  expect(
    before.length,
    'only a recording from before a migration shows what it breaks',
  ).toBeGreaterThan(0);
});

describe.each(readRecordings())('a verifier of the schema $migration', (recording) => {
  let older: Awaited<ReturnType<typeof openOlder>>;
  beforeAll(async () => {
    older = await openOlder(recording.migration, recording.world);
    await older.toToday();
  });
  afterAll(() => older.drop());

  const differing = async (change?: string) =>
    differences(recording, await replay(older.owner, recording.statements, change));

  it('finds what it asks for, and may write what it writes, on the schema of today', async () => {
    expect(await differing()).toEqual([]);
  });

  it('may start on it, too', async () => {
    const { rows } = await older.owner.query('select verifiers_from from schema_support');
    expect(Number(rows[0].verifiers_from)).toBeLessThanOrEqual(madeAt(recording.migration));
  });

  it.each([
    'alter table tokens add column note text',
    'create table more (id text primary key)',
    'alter table verifiers add column region text not null default $$here$$',
  ])('would go on after a migration that expands: %s', async (change) => {
    expect(await differing(change)).toEqual([]);
  });

  it.each([
    ['a column is dropped', 'alter table memberships drop column expires_at', 'memberships'],
    ['a column has another name', 'alter table tokens rename column first_4 to head', 'first_4'],
    ['a column has another type', 'alter table audit_head alter seq type numeric', 'NUMERIC'],
    ['a column must be filled', 'alter table verifiers add region text not null', 'region'],
    ['a table is dropped', 'drop table lost_events', 'lost_events'],
    ['a value is not allowed', 'alter table verifiers add check (version <> $$0.0.0$$)', 'check'],
    [
      'a name is not unique',
      'alter table verifiers drop constraint verifiers_name_unique',
      'unique',
    ],
    ['a right is gone', 'revoke insert on receipts from keyward_app', 'permission denied'],
    ['what is read is elsewhere', 'update memberships set role = $$lead$$', 'lead'],
  ])('would stand still where %s, and the check names the statement', async (_, change, named) => {
    expect(JSON.stringify(await differing(change))).toContain(named);
  });
});
