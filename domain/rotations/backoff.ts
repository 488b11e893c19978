const [MINUTE, HOUR] = [60, 3_600];

/** Seconds to the next try, after so many that failed: about three days in all. */
const DELAYS = [
  ...[10, 30, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 12 * HOUR, 12 * HOUR, 12 * HOUR],
];

/** After so many failed tries in a row people are told. */
export const TOLD_AFTER = 3;

/** @returns null where nothing is tried any more by itself */
export const delayAfter = (failures: number): number | null => DELAYS[failures - 1] ?? null;
