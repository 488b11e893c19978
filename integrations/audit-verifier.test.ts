import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportEvents } from '@/domain/audit/export-events';
import { listCheckpoints } from '@/domain/audit/list-checkpoints';
import { isRefusal } from '@/domain/base/refusal';
import type { AnyStream } from '@/domain/commands/define-stream';
import { runQuery } from '@/domain/commands/run-query';
import { openStream } from '@/domain/commands/run-stream';
import { createGroup } from '@/domain/groups/create-group';
import { signCheckpoint } from '@/domain/ledger/checkpoint';
import { signDecisionCheckpoint } from '@/domain/seals/decision-checkpoint';
import { exportSealed } from '@/domain/seals/export-sealed';
import { listDecisionCheckpoints } from '@/domain/seals/list-checkpoints';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, openWorld, type World } from '@/domain/testing/world';
import { NOON_MS, shipDecisions } from '@/journal/testing/ship-decisions';
import { type Checkpoints, checkedByStranger } from './testing/checked-by-stranger';

type Row = Record<string, unknown> & { id: string; hash: string };

const streams = { changes: exportEvents, decisions: exportSealed };

let world: World;
let directory: string;
const logs = {} as Record<'changes' | 'decisions', { rows: Row[]; kept: Checkpoints }>;

beforeAll(async () => {
  world = await openWorld();
  directory = await mkdtemp(join(tmpdir(), 'audit-verifier-'));
  for (const slug of ['one', 'two', 'three', 'four', 'five', 'six', 'seven']) {
    await asAdministrator(world, createGroup, { slug, name: `Group “${slug}” 😀 \\ é` });
  }
  const ship = (verifier: string, times: number[]) =>
    shipDecisions(world.db.$client, verifier, times);
  await ship('eu-1', [1, 2, 3]);
  await ship('eu-1', [4, 5, 6, 7, 8, 9, 10]);
  await ship('eu-1', [NOON_MS, NOON_MS + 1]);
  await ship('us "1"', [NOON_MS]);
  const context = contextOf(world.db, world.administrator);
  const ends = await runQuery(listDecisionCheckpoints, context, {});
  const end = await runQuery(listCheckpoints, context, {});
  if (!ends.ok || !end.ok) throw new Error('refused');
  logs.decisions = { rows: await rowsOf(exportSealed), kept: ends.value };
  logs.changes = { rows: await rowsOf(exportEvents), kept: end.value };
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await world.close();
});

async function rowsOf(stream: AnyStream, of = world): Promise<Row[]> {
  const opened = await openStream(stream, contextOf(of.db, of.administrator), {});
  if (isRefusal(opened)) throw new Error(opened.message);
  const rows: object[] = [];
  for await (const batch of opened.batches) rows.push(...batch);
  return rows as Row[];
}

const checked = (rows: readonly object[], kept?: Checkpoints) =>
  checkedByStranger(directory, rows, { kept });

const without = (row: Row) => ({ ...row, reason: 'nothing', path: '/elsewhere' });

describe.each(['changes', 'decisions'] as const)('a stranger’s verifier of %s', (log) => {
  /** A row in the middle of what both logs hold. */
  const at = 6;

  it('finds that a good export and its checkpoints hold', async () => {
    const { rows, kept } = logs[log];
    const { code, says } = await checked(rows, kept);
    expect(says).toContain('everything holds');
    expect(says).toContain(' holds, signed by ed25519:');
    expect(code).toBe(0);
  });

  it.each<[string, (rows: Row[]) => object[], RegExp]>([
    ['altered', (rows) => rows.with(at, without(rows[at] as Row)), /altered/],
    ['removed', (rows) => rows.toSpliced(at, 1), /missing|removed/],
    [
      'put in',
      (rows) => rows.toSpliced(at, 0, { ...without(rows[at] as Row), id: `${rows[at]?.id}x` }),
      /comes|put in/,
    ],
    [
      'moved',
      (rows) => rows.with(at, rows[at + 1] as Row).with(at + 1, rows[at] as Row),
      /moved|not in the order/,
    ],
  ])('names a row that was %s', async (_, tamper, words) => {
    const { rows } = logs[log];
    const { code, says } = await checked(tamper(rows));
    expect(says).toMatch(words);
    expect(code).toBe(1);
  });

  it('finds by a checkpoint that the end was cut off', async () => {
    const { rows, kept } = logs[log];
    const cut = log === 'changes' ? rows.slice(0, -3) : rows.slice(0, 4);
    expect(await checked(cut)).toMatchObject({ code: 0 });
    expect(await checked(cut, kept)).toMatchObject({
      code: 1,
      says: expect.stringContaining('the end was cut off'),
    });
  });

  it('finds by a checkpoint that everything was written anew, and a forged checkpoint', async () => {
    const { rows, kept } = logs[log];
    const { serverSecret } = contextOf(world.db, world.administrator);
    const { seq, hash } = rows[0] as Row & { seq: number };
    const head = { seq, hash, at: '2026-01-31T08:15:30.123456Z' };
    const early =
      log === 'changes'
        ? signCheckpoint(serverSecret, head)
        : signDecisionCheckpoint(serverSecret, { ...head, verifier: 'eu-1' });
    const other = await openWorld();
    await shipDecisions(other.db.$client, 'eu-1', [1, 2, 3]);
    const rewritten = await rowsOf(streams[log], other);
    await other.close();
    expect(await checked(rewritten)).toMatchObject({ code: 0 });
    expect((await checked(rewritten, { items: [early] })).says).toContain('written anew');
    expect((await checked(rows, { items: [early] })).code).toBe(0);
    const forged = { items: kept.items.map((one) => ({ ...one, hash: 'a'.repeat(64) })) };
    expect((await checked(rows, forged)).says).toContain('is not signed by');
  });
});

it('says that an empty export, or a checkpoint of the other log, can’t be checked', async () => {
  expect(await checked([], logs.decisions.kept)).toMatchObject({ code: 2 });
  expect(await checked(logs.changes.rows, logs.decisions.kept)).toMatchObject({ code: 2 });
});

it('passes over checkpoints of what a part of the decisions doesn’t hold', async () => {
  const { rows, kept } = logs.decisions;
  const second = rows.findIndex((row) => row.kind === 'batch' && row.seq === 2);
  const end = rows.findIndex((row) => row.kind === 'batch' && row.verifier !== 'eu-1');
  const { code, says } = await checked(rows.slice(second, end), kept);
  expect(says).toContain('it was not compared');
  expect(code).toBe(0);
});
