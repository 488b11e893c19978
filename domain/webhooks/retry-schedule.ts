const [MINUTE, HOUR] = [60, 3_600];

/** Seconds from each failed try to the next one (Standard Webhooks 1.0, “Deliverability and reliability”). */
export const RETRY_DELAYS_SECONDS = [
  5,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** How long to wait after so many failed tries; null: it is given up. */
export const delayAfter = (failedTries: number): number | null =>
  RETRY_DELAYS_SECONDS[failedTries - 1] ?? null;
