const HOUR = 3_600;
const DAY = 24 * HOUR;

/** How long a rotated token may go on where its group lets none go on. */
const FALLBACK_SECONDS = DAY;
const OFFERED_SECONDS = [HOUR / 4, HOUR, 8 * HOUR, DAY, 7 * DAY, 30 * DAY];

/** What the form says of the overlap: `group`, `first-use`, `none`, or a number of seconds. */
export type Overlap = { overlapSeconds?: number; untilFirstUse?: boolean };

/** The latest end of a token that works until its successor is used. */
export const firstUseSeconds = (ofGroupSeconds: number, longestSeconds: number | null): number =>
  ofGroupSeconds || Math.min(FALLBACK_SECONDS, longestSeconds ?? FALLBACK_SECONDS);

/** Other times than that of the group, in seconds, as far as the organisation lets any go. */
export const otherOverlaps = (ofGroupSeconds: number, longestSeconds: number | null): number[] =>
  OFFERED_SECONDS.filter(
    (seconds) => seconds !== ofGroupSeconds && seconds <= (longestSeconds ?? seconds),
  );

/** The fields of the command; what is no number of seconds becomes NaN, which it refuses. */
export function overlapInput(chosen: string, limitSeconds: number): Overlap {
  switch (chosen) {
    case 'group':
      return {};
    case 'none':
      return { overlapSeconds: 0 };
    case 'first-use':
      return { untilFirstUse: true, overlapSeconds: limitSeconds };
    default:
      return { overlapSeconds: Number(chosen) };
  }
}
