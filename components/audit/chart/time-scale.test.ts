import { expect, it } from 'vitest';
import { axisEnd, axisTime, placeAt, spread } from './time-scale';

it.each([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 5],
  [10, 10],
  [11, 20],
  [999, 1_000],
  [50_001, 100_000],
])('an axis of counts up to %i ends at %i', (most, end) => {
  expect(axisEnd(most)).toBe(end);
});

it('places of labels are spread from the first to the last', () => {
  expect(spread(3, 5)).toEqual([0, 1, 2]);
  expect(spread(25, 5)).toEqual([0, 6, 12, 18, 24]);
});

it.each([
  [86_400_000, 30 * 86_400_000, '2 Mar'],
  [3_600_000, 7 * 86_400_000, '2 Mar, 14:05'],
  [60_000, 3_600_000, '14:05'],
  [1_000, 60_000, '14:05:09'],
])('a time is written as exactly as steps of %i ms within %i ms need', (step, span, text) => {
  expect(axisTime(Date.parse('2026-03-02T14:05:09Z'), step, span, 'UTC')).toBe(text);
});

it('a pointer beyond the ends is at them', () => {
  expect([-0.5, 0, 0.49, 0.5, 1, 2].map((ratio) => placeAt(ratio, 4))).toEqual([0, 0, 1, 2, 3, 3]);
});
