import { expect, it } from 'vitest';
import { rangeStart, whichLog } from './which-log';

it.each([
  [undefined, '', 'changes'],
  [undefined, 'lena', 'changes'],
  [undefined, 'target:tok_1', 'changes'],
  [undefined, 'ip:192.0.2.1', 'decisions'],
  [undefined, '-outcome:allowed token:tok_1', 'decisions'],
  [undefined, 'actor:lena ip:192.0.2.1', 'changes'],
  ['decisions', 'target:tok_1', 'decisions'],
  ['nonsense', '', 'changes'],
])('log=%s and q=%s mean %s', (log, q, expected) => {
  expect(whichLog(log, q)).toBe(expected);
});

it('turns a range into its start, and anything else into all there is', () => {
  const now = Date.UTC(2026, 0, 2);
  expect(rangeStart('24h', now)).toBe('2026-01-01T00:00:00.000Z');
  expect(rangeStart('2 weeks', now)).toBeUndefined();
  expect(rangeStart(undefined, now)).toBeUndefined();
});
