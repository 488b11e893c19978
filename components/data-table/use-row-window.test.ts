import { expect, test } from 'vitest';
import { windowOf } from './use-row-window';

test('the window starts at the first row and covers more than is in sight', () => {
  const { start, end } = windowOf(0, 400, 40);
  expect(start).toBe(0);
  expect(end).toBeGreaterThan(10);
});

test.each([0, 39, 40, 1234, 48_000])(
  'every row in sight is rendered at scroll %d',
  (scrollTopPx) => {
    const { start, end } = windowOf(scrollTopPx, 400, 40);
    expect(start).toBeLessThanOrEqual(Math.floor(scrollTopPx / 40));
    expect(end).toBeGreaterThanOrEqual(Math.ceil((scrollTopPx + 400) / 40));
    expect(end - start).toBeLessThan(40);
  },
);

test('scrolling by less than a step keeps the window as it is', () => {
  expect(windowOf(482, 400, 40)).toEqual(windowOf(510, 400, 40));
});
