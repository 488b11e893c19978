import type { AskedRange } from './asked-range';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Of the UTC day that a time is in, both in milliseconds since the epoch. */
export const startOfDay = (ms: number): number => ms - (ms % DAY_MS);

/**
 * The whole hours or days of a range, in UTC, and what of it lies beside them; null where it has none. One
 * that goes up to now ends with its last hour or day, in which nothing comes later.
 */
export function wholeSpans({ fromMs, toMs, isUntilNow }: AskedRange, spanMs: number) {
  const lastMs = isUntilNow ? Math.ceil(toMs / spanMs) : Math.floor(toMs / spanMs);
  const whole = {
    fromMs: Math.ceil(fromMs / spanMs) * spanMs,
    toMs: lastMs * spanMs,
  };
  if (whole.fromMs >= whole.toMs) return null;
  const beside = [
    { fromMs, toMs: whole.fromMs },
    { fromMs: whole.toMs, toMs },
  ].filter((edge) => edge.fromMs < edge.toMs);
  return { whole, beside };
}
