import { expect, test } from 'vitest';
import { countedBars } from './counted-bars';

const buckets = Array.from({ length: 8 }, (_, hour) => ({
  at: new Date(Date.UTC(2026, 10, 21, 20 + hour)).toISOString(),
  allowed: 1,
  denied: hour === 7 ? 5 : 0,
}));

test('hourly buckets are their own bars, named by day and hour', () => {
  const bars = countedBars(buckets, 1);
  expect(bars).toHaveLength(8);
  expect(bars[7]).toEqual({ label: '22 Nov, 03:00 UTC', values: [1, 5] });
});

test('longer bars add up, and the newest one is whole', () => {
  const bars = countedBars(buckets, 6);
  expect(bars.map(({ values }) => values)).toEqual([
    [2, 0],
    [6, 5],
  ]);
});
