import { expect, test } from 'vitest';
import { type EntryRow, nextWaiting, splitRows } from './entry-row';

const free = { keep: null, end: null, shorten: null };
const row = (id: string, more: Partial<EntryRow> = {}) =>
  ({ id, decision: null, settled: null, refusals: free, ...more }) as EntryRow;
const own = { keep: 'Own.', end: 'Own.', shorten: 'Own.' };
const kept = { decision: 'keep' } as EntryRow['decision'];

test('a decision about many is for those that may be decided so', () => {
  const rows = [row('a'), row('b', { refusals: { ...free, end: 'Last.' } })];
  const { meant, left } = splitRows({ decision: 'end', rows });
  expect([meant, left].map((each) => each.map(({ id }) => id))).toEqual([['a'], ['b']]);
  expect(splitRows({ decision: 'keep', rows }).left).toEqual([]);
});

test('one by one, those decided and those that aren’t the reader’s are passed over', () => {
  const rows = [row('a'), row('b', { decision: kept }), row('c', { refusals: own }), row('d')];
  expect(nextWaiting(rows, null)?.id).toBe('a');
  expect(nextWaiting(rows, 'a')?.id).toBe('d');
  expect(nextWaiting(rows, 'd')).toBeNull();
});
