import { expect, test } from 'vitest';
import { childLifetimes } from './lifetimes';

test('offers what ends before the parent does, an hour unless asked', () => {
  const { usual, options } = childLifetimes(10 * 3_600);
  expect(usual).toBe(3_600);
  expect(options).toEqual([
    { seconds: 900, label: '15 minutes' },
    { seconds: 3_600, label: '1 hour' },
    { seconds: 28_800, label: '8 hours' },
    { seconds: 36_000, label: 'Until its parent ends' },
  ]);
});

test('a parent with ten minutes left gives no more than those', () => {
  expect(childLifetimes(600)).toEqual({
    usual: 600,
    options: [{ seconds: 600, label: 'Until its parent ends' }],
  });
});
