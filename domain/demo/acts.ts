import type { PastClock } from './past-clock';
import { demoRandom } from './random';

export const DAY_SECONDS = 86_400;
/** The youngest of what happened. */
const LATEST_DAYS = 0.02;

/** Something that somebody did, and when: in days before now, fractions included. */
export interface Act {
  readonly daysAgo: number;
  readonly act: () => Promise<unknown>;
}

/** The oldest first; those of one moment in the order given. */
export const inOrder = (acts: readonly Act[]): Act[] =>
  acts.toSorted((a, b) => b.daysAgo - a.daysAgo);

/** Lets each happen at its time. */
export async function perform(clock: PastClock, acts: readonly Act[]): Promise<void> {
  for (const { daysAgo, act } of inOrder(acts)) {
    await clock.at(Math.max(daysAgo, LATEST_DAYS) * DAY_SECONDS, act);
  }
}

/** One after the other, as each may need those before it, spread over the working hours between two days. */
export function spread(from: number, to: number, acts: readonly (() => Promise<unknown>)[]): Act[] {
  const random = demoRandom(`spread ${from} ${to}`);
  const step = (from - to) / acts.length;
  const times = acts.map((_, index) => atWork(random, from - index * step)).sort((a, b) => b - a);
  return acts.map((act, index) => ({ daysAgo: times[index] ?? to, act }));
}

/** The same day, or the Friday before, at an hour at which people work (UTC); never later than now. */
export function atWork(random: () => number, daysAgo: number, nowMs = Date.now()): number {
  const day = new Date(nowMs - daysAgo * DAY_SECONDS * 1_000);
  const weekend = { 0: 2, 6: 1 }[day.getUTCDay()] ?? 0;
  day.setUTCDate(day.getUTCDate() - weekend);
  day.setUTCHours(7, 30 + Math.floor(random() * 570), Math.floor(random() * 60));
  const ago = (nowMs - day.getTime()) / (DAY_SECONDS * 1_000);
  return ago > 0.1 ? ago : Math.max(daysAgo, LATEST_DAYS);
}
