/** Marks that share a place: the numbers `first` to `last` of the list. */
export interface Place {
  readonly first: number;
  readonly last: number;
  /** Of the width of the drawing, 0 to 100. */
  readonly x: number;
  /** 0 lies on the line of life, the others above. */
  readonly lane: number;
}

export const MAX_LANES = 4;
/** What a number takes to either side, and a range to its right, of the narrowest drawing (284 px). */
const TAKEN = { one: 3.9, range: 13 };

/**
 * Where the numbers of marks stand, so that none covers another on a phone: at their time, in the lowest
 * lane that is free there. What no lane has room for joins the number before it.
 */
export function placeMarks(atMs: readonly number[], fromMs: number, toMs: number): Place[] {
  const places: Place[] = [];
  const takenTo = Array.from({ length: MAX_LANES }, () => Number.NEGATIVE_INFINITY);
  for (const [index, ms] of atMs.entries()) {
    const x = ((ms - fromMs) / Math.max(1, toMs - fromMs)) * 100;
    const lane = takenTo.findIndex((taken) => x - TAKEN.one >= taken);
    const before = places.at(-1);
    if (lane === -1 && before) {
      places[places.length - 1] = { ...before, last: index + 1 };
      takenTo[before.lane] = before.x + TAKEN.range;
    } else {
      const free = Math.max(0, lane);
      places.push({ first: index + 1, last: index + 1, x, lane: free });
      takenTo[free] = x + TAKEN.one;
    }
  }
  return places;
}
