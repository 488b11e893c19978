import type { AskedRange } from '@/domain/timeline/asked-range';

export const MAX_BUCKETS = 120;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that people count in, in seconds. */
const STEPS = [
  ...[1, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((days) => days * DAY),
];

/** The finest round step, in seconds, that cuts a range into at most `MAX_BUCKETS`. */
export function bucketStep(range: AskedRange): number {
  const fits = (step: number) => bucketStarts(range, step).count <= MAX_BUCKETS;
  const years = Math.ceil((range.toMs - range.fromMs) / 1_000 / (365 * DAY));
  return STEPS.find(fits) ?? Math.ceil((years + 1) / (MAX_BUCKETS - 1)) * 365 * DAY;
}

/** Where the buckets of a range begin: at whole steps since 1970, in UTC. */
export function bucketStarts({ fromMs, toMs }: AskedRange, stepSeconds: number) {
  const stepMs = stepSeconds * 1_000;
  const firstMs = Math.floor(fromMs / stepMs) * stepMs;
  return { firstMs, stepMs, count: Math.max(1, Math.ceil((toMs - firstMs) / stepMs)) };
}
