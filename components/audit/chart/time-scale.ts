/** The next of 1, 2, 5, 10, 20, 50 … that is no less: where an axis of counts ends. */
export function axisEnd(most: number): number {
  if (most <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 5, 10].find((each) => each * power >= most) ?? 10;
  return step * power;
}

/** Up to so many places, evenly spread, first and last included. */
export function spread(count: number, places: number): number[] {
  if (count <= places) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: places }, (_, index) =>
    Math.round((index * (count - 1)) / (places - 1)),
  );
}

const DAY_MS = 86_400_000;

/** A time of the axis, as exact as the steps are: "27 Nov", "27 Nov, 14:00", "14:05", "14:05:09". */
export function axisTime(
  atMs: number,
  stepMs: number,
  spanMs: number,
  timeZone: string | undefined,
): string {
  const day = { day: 'numeric', month: 'short' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const seconds = stepMs < 60_000 ? ({ second: '2-digit' } as const) : {};
  const parts =
    stepMs >= DAY_MS ? day : spanMs > DAY_MS ? { ...day, ...clock } : { ...clock, ...seconds };
  return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone }).format(atMs);
}

/** Which of the places a pointer is over, from its part of the width. */
export const placeAt = (ratio: number, count: number): number =>
  Math.min(count - 1, Math.max(0, Math.floor(ratio * count)));
