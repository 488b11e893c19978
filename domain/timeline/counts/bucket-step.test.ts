import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bucketStarts, bucketStep, MAX_BUCKETS } from './bucket-step';

const HOUR_MS = 3_600_000;

it.each([
  [1, 30],
  [24, 900],
  [24 * 7, 2 * 3_600],
  [24 * 29, 6 * 3_600],
  [24 * 365, 7 * 86_400],
])('a range of %i hours is cut into steps of %i seconds', (hours, step) => {
  const toMs = Date.parse('2026-11-27T00:00:00Z');
  expect(bucketStep({ fromMs: toMs - hours * HOUR_MS, toMs })).toBe(step);
});

it('every range has at least one bucket and at most 120, which cover all of it', () => {
  const ms = fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31') });
  fc.assert(
    fc.property(ms, ms, (one, other) => {
      const range = { fromMs: Math.min(one, other), toMs: Math.max(one, other) };
      const { firstMs, stepMs, count } = bucketStarts(range, bucketStep(range));
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThanOrEqual(MAX_BUCKETS);
      expect(firstMs).toBeLessThanOrEqual(range.fromMs);
      expect(firstMs + count * stepMs).toBeGreaterThanOrEqual(range.toMs);
    }),
  );
});
