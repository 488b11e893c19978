const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Usual lengths of time to choose from, in seconds, by what they limit. */
export const USUAL = {
  lifetimes: [HOUR, 8 * HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY],
  overlaps: [0, HOUR, 8 * HOUR, DAY, 3 * DAY, 7 * DAY],
  idleLimits: [7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY],
  periods: [DAY, 7 * DAY, 30 * DAY, 90 * DAY],
} as const;
