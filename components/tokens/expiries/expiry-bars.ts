import type { ExpiryKind } from '@/domain/tokens/count-endings';
import type { ExpiryDay } from '@/domain/tokens/count-expiries';
import { EXPIRY_KINDS } from './expiry-words';

export interface ExpiryBar {
  /** First and last day, UTC: 2027-01-31. */
  readonly from: string;
  readonly to: string;
  readonly counts: Readonly<Record<ExpiryKind, number>>;
  readonly total: number;
}

/** Bars of so many days each, soonest first; the last may have fewer. */
export function expiryBars(days: readonly ExpiryDay[], daysEach: number): ExpiryBar[] {
  const bars: ExpiryBar[] = [];
  for (let start = 0; start < days.length; start += daysEach) {
    const part = days.slice(start, start + daysEach);
    const [first, last] = [part[0], part.at(-1)];
    if (!first || !last) break;
    const counts = countsOf(part);
    bars.push({ from: first.on, to: last.on, counts, total: totalOf(counts) });
  }
  return bars;
}

/** How many there are of each kind. */
export function countsOf(days: readonly ExpiryDay[]): Record<ExpiryKind, number> {
  const counts = { expected: 0, unowned: 0, personal: 0, service: 0 };
  for (const day of days) for (const kind of EXPIRY_KINDS) counts[kind] += day[kind];
  return counts;
}

export const totalOf = (counts: Readonly<Record<ExpiryKind, number>>) =>
  EXPIRY_KINDS.reduce((sum, kind) => sum + counts[kind], 0);
