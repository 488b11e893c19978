import { expect, test } from 'vitest';
import { customSeconds, lifetimeProblem, lifetimesWithin } from './lifetimes';

const policy = { maxTtlSeconds: 86_400, defaultTtlSeconds: 8 * 3_600 };

test('offers the usual lifetimes within the policy, its default and its longest', () => {
  expect(lifetimesWithin(policy).map(({ label }) => label)).toEqual([
    '1 hour',
    '8 hours (default)',
    '1 day (longest here)',
  ]);
});

test('offers an unusual default and longest too, once each', () => {
  const odd = lifetimesWithin({ maxTtlSeconds: 5_400, defaultTtlSeconds: 5_400 });
  expect(odd.map(({ seconds }) => seconds)).toEqual([3_600, 5_400]);
  expect(odd[1]?.label).toBe('1 hour 30 minutes (default, longest here)');
});

test('a typed lifetime becomes seconds, and nonsense is named', () => {
  expect(customSeconds('1.5', '3600')).toBe(5_400);
  expect(lifetimeProblem(customSeconds('', '60'), policy)).toContain('number');
  expect(lifetimeProblem(customSeconds('-2', '60'), policy)).toContain('number');
  expect(lifetimeProblem(30, policy)).toBe('At least 1 minute.');
  expect(lifetimeProblem(90_000, policy)).toBe('At most 1 day in this group.');
  expect(lifetimeProblem(3_600, policy)).toBeUndefined();
});
