import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isRefusal } from '@/domain/base/refusal';
import { openStream } from '@/domain/commands/run-stream';
import { keyIdOf } from '@/domain/ledger/checkpoint';
import { exportSealed } from '@/domain/seals/export-sealed';
import type { SealedBatchLine, SealedDecisionLine, SealedLine } from '@/domain/seals/sealed-lines';
import { signTombstone } from '@/domain/seals/tombstone';
import { contextOf, openWorld, SERVER_SECRET, type World } from '@/domain/testing/world';
import { dropDue, noonBefore } from '@/journal/testing/drop-due';
import { shipDecisions } from '@/journal/testing/ship-decisions';
import { checkedByStranger } from './testing/checked-by-stranger';

const KEY = keyIdOf(SERVER_SECRET);
const OTHER = 'another secret of at least thirty-two characters';

let world: World;
let directory: string;
/** Two batches of a day that was dropped, with a whole one between them, and one of another day that was. */
let lines: SealedLine[];

beforeAll(async () => {
  world = await openWorld();
  directory = await mkdtemp(join(tmpdir(), 'dropped-export-'));
  const ship = (days: number, count: number) =>
    shipDecisions(
      world.db.$client,
      'eu "1"',
      Array.from({ length: count }, (_, ms) => noonBefore(days) + ms),
    );
  await ship(40, 3);
  await ship(1, 2);
  await ship(40, 1);
  await ship(50, 1);
  expect(await dropDue(world.db)).toBe(2);
  const opened = await openStream(exportSealed, contextOf(world.db, world.administrator), {});
  if (isRefusal(opened)) throw new Error(opened.message);
  const rows: object[] = [];
  for await (const batch of opened.batches) rows.push(...batch);
  lines = rows as SealedLine[];
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await world.close();
});

const checked = (rows: readonly object[], keys: readonly string[] = [KEY]) =>
  checkedByStranger(directory, rows, { keys });
const FIRST = 0;
const first = () => lines[FIRST] as SealedBatchLine;
const last = () => lines.at(-1) as SealedBatchLine;
const stone = () => {
  const { tombstone } = first();
  if (tombstone === null) throw new Error('nothing was dropped');
  return tombstone;
};
const withFirst = (change: object) => lines.with(FIRST, { ...first(), ...change });
const withStone = (change: object) => withFirst({ tombstone: { ...stone(), ...change } });

it('a stranger finds that what was dropped with its tombstone holds', async () => {
  expect(lines.map(({ kind }) => kind)).toEqual([
    ...['batch', 'batch', 'decision', 'decision', 'batch', 'batch'],
  ]);
  const { code, says } = await checked(lines);
  expect(says).toMatch(/tombstone 2 of .* is signed by ed25519:[\s\S]*everything holds/);
  expect(code).toBe(0);
  expect((await checked(lines, [])).says).toContain('compare it with a key you trust');
});

it.each<[string, () => object[], RegExp]>([
  ['is missing', () => withFirst({ tombstone: null }), /gone, and no tombstone says why/],
  ['says another number', () => withStone({ unsealed: 1 }), /is not signed by/],
  ['was put in order anew', () => withStone({ seq: 1 }), /is not signed by/],
  [
    'is signed by another server',
    () => withFirst({ tombstone: signTombstone(OTHER, stone()) }),
    /none of the named keys/,
  ],
  ['is that of another day', () => withFirst({ tombstone: last().tombstone }), /does not speak of/],
  [
    'is another beside the same',
    () => withFirst({ tombstone: signTombstone(SERVER_SECRET, { ...stone(), unsealed: 1 }) }),
    /there are two of tombstone/,
  ],
  [
    'is carried by a batch that was not dropped',
    () => lines.with(1, { ...(lines[1] as SealedBatchLine), tombstone: stone() }),
    /carries a tombstone, and was not dropped/,
  ],
])('and names a tombstone that %s', async (_, tamper, words) => {
  const { code, says } = await checked(tamper());
  expect(says).toMatch(words);
  expect(code).toBe(1);
});

it('and a decision that stands in the place of those that were dropped', async () => {
  const moved = {
    ...(lines[2] as SealedDecisionLine),
    batch: { id: first().id, verifier: 'eu "1"', seq: 1 },
  };
  const { code, says } = await checked(lines.toSpliced(1, 0, moved));
  expect(says).toMatch(/was put in: those of batch 1/);
  expect(code).toBe(1);
});
