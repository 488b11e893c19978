import { expect, it } from 'vitest';
import { countsOf, expiryBars } from './expiry-bars';
import { daysWords } from './expiry-words';

const day = (index: number, more: object = {}) => ({
  on: new Date(Date.UTC(2026, 10, 26 + index)).toISOString().slice(0, 10),
  ...{ expected: 0, unowned: 0, personal: 0, service: 0, ...more },
});
const ninety = Array.from({ length: 90 }, (_, index) =>
  day(index, index === 6 ? { personal: 2 } : index === 7 ? { service: 1, unowned: 3 } : {}),
);

it('ninety days are thirteen weeks, the last a day short, and no token is lost', () => {
  const bars = expiryBars(ninety, 7);
  expect(bars).toHaveLength(13);
  expect(bars.map(({ total }) => total).slice(0, 3)).toEqual([2, 4, 0]);
  expect(bars[0]).toMatchObject({ from: '2026-11-26', to: '2026-12-02' });
  expect(bars[1]).toMatchObject({ from: '2026-12-03', counts: { service: 1, unowned: 3 } });
  expect(bars[12]).toMatchObject({ from: '2027-02-18', to: '2027-02-23' });
  expect(countsOf(ninety)).toEqual({ expected: 0, unowned: 3, personal: 2, service: 1 });
});

it('a day by itself is a bar of its own', () => {
  const bars = expiryBars(ninety.slice(0, 7), 1);
  expect(bars.map(({ from, to }) => from === to)).toEqual(Array(7).fill(true));
});

it('says the years where they differ', () => {
  expect(daysWords('2026-12-31', '2027-01-06')).toBe('31 Dec 2026 to 6 Jan 2027');
  expect(daysWords('2026-11-26', '2026-12-02')).toBe('26 Nov to 2 Dec 2026');
  expect(daysWords('2026-11-26', '2026-11-26')).toBe('26 Nov 2026');
});
