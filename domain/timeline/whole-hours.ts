import type { AskedRange } from './asked-range';

export const HOUR_MS = 3_600_000;

/** The whole hours of a range, and what of it lies before and after them; null where it has none. */
export function wholeHours({ fromMs, toMs }: AskedRange) {
  const hours = {
    fromMs: Math.ceil(fromMs / HOUR_MS) * HOUR_MS,
    toMs: Math.floor(toMs / HOUR_MS) * HOUR_MS,
  };
  if (hours.fromMs >= hours.toMs) return null;
  const edges = [
    { fromMs, toMs: hours.fromMs },
    { fromMs: hours.toMs, toMs },
  ].filter((edge) => edge.fromMs < edge.toMs);
  return { hours, edges };
}
