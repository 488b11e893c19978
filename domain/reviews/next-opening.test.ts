import { expect, it } from 'vitest';
import { nextOpening } from './review-facts';

const next = (startsAt: string, repeats: Parameters<typeof nextOpening>[1], now: string) =>
  nextOpening(new Date(startsAt), repeats, Date.parse(now))?.toISOString() ?? null;

it('is its first time while that lies ahead, and then a period after the one before', () => {
  const first = '2027-01-15T09:00:00.000Z';
  expect(next(first, 'once', '2027-01-01T00:00:00Z')).toBe(first);
  expect(next(first, 'once', first)).toBeNull();
  expect(next(first, 'monthly', first)).toBe('2027-02-15T09:00:00.000Z');
  expect(next(first, 'quarterly', first)).toBe('2027-04-15T09:00:00.000Z');
  expect(next(first, 'yearly', first)).toBe('2028-01-15T09:00:00.000Z');
});

it('is the last day of a month that is too short, and the day itself in the next', () => {
  const first = '2027-01-31T09:00:00.000Z';
  expect(next(first, 'monthly', '2027-02-01T00:00:00Z')).toBe('2027-02-28T09:00:00.000Z');
  expect(next(first, 'monthly', '2027-03-01T00:00:00Z')).toBe('2027-03-31T09:00:00.000Z');
});

it('leaves out those that were missed', () => {
  expect(next('2027-01-15T09:00:00Z', 'monthly', '2027-06-20T00:00:00Z')).toBe(
    '2027-07-15T09:00:00.000Z',
  );
});
