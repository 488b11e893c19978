import { expect, test } from 'vitest';
import { endOptions, likelyExtension } from './ends';

const DAY_MS = 86_400_000;
const nowMs = Date.parse('2027-03-10T12:00:00Z');
const at = (days: number) => new Date(nowMs + days * DAY_MS).toISOString();
const token = { createdAt: at(-10), expiresAt: at(2) };
const clock = { nowMs, timeZone: 'UTC' };
const valuesOf = (maxDays: number, of = token) =>
  endOptions(of, maxDays * 86_400, clock).map(({ value }) => value);

test('offers the end as it is, spans from now, and the latest, which counts from its making', () => {
  expect(valuesOf(60)).toEqual(['', at(7), at(30), at(50)]);
  expect(valuesOf(15)).toEqual(['', at(5)]);
});

test('offers nothing later to a token that ends at the latest, or whose policy has become stricter', () => {
  expect(valuesOf(12)).toEqual(['']);
  expect(valuesOf(5)).toEqual(['']);
});

test('an extension is likely the furthest within 90 days', () => {
  const likely = (maxDays: number) =>
    likelyExtension(endOptions(token, maxDays * 86_400, clock), token, nowMs);
  expect(likely(60)).toBe(at(50));
  expect(likely(400)).toBe(at(90));
  expect(likely(12)).toBe('');
});
