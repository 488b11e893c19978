import { expect, it } from 'vitest';
import { looksLikeId, newId, newIdAt, timeOfId } from './ids';

it('tells when an id was made', () => {
  const before = Date.now();
  const made = timeOfId('token', newId('token'))?.getTime() ?? 0;
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
});

it('makes ids of the past, in order', () => {
  const past = new Date('2026-01-31T08:15:30.123Z');
  const id = newIdAt('decision', past);
  expect(looksLikeId('decision', id)).toBe(true);
  expect(timeOfId('decision', id)).toEqual(past);
  expect(id < newId('decision')).toBe(true);
});

it.each(['', 'dec_', 'tok_01m85bbz8qe8hapfexzpqv9f2v', "dec_' or true --"])(
  'knows no time of “%s”',
  (id) => {
    expect(timeOfId('decision', id)).toBeNull();
  },
);
