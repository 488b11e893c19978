export const REPEATS = ['once', 'monthly', 'quarterly', 'yearly'] as const;
export type Repeats = (typeof REPEATS)[number];
export const UNREVIEWED = ['end', 'keep'] as const;
export const DECISIONS = ['keep', 'end', 'shorten'] as const;
export type Decision = (typeof DECISIONS)[number];
/** What entries are listed by: undecided, decided so, or done. */
export const ENTRY_STATES = ['undecided', ...DECISIONS, 'settled'] as const;
export const OUTCOMES = ['kept', 'ended', 'shortened', 'at_provider', 'gone'] as const;

export const DEFAULT_DEADLINE_DAYS = 14;
export const MAX_DEADLINE_DAYS = 60;
/** So that one review is over before the next one of its campaign opens. */
export const MAX_MONTHLY_DEADLINE_DAYS = 27;
/** Entries in one decision. */
export const MAX_DECIDED = 1_000;
/** How far back the operations that somebody used are looked for. */
export const EVIDENCE_DAYS = 90;

const MONTHS: Readonly<Record<Exclude<Repeats, 'once'>, number>> = {
  ...{ monthly: 1, quarterly: 3, yearly: 12 },
};

/**
 * When the next review of a campaign opens, counted from its first, so that the day of the month
 * doesn't wander; where a month has no such day, on its last. Those missed meanwhile are left out.
 * @returns null where none follows
 */
export function nextOpening(startsAt: Date, repeats: Repeats, nowMs: number): Date | null {
  if (startsAt.getTime() > nowMs) return startsAt;
  if (repeats === 'once') return null;
  for (let count = 1; ; count += 1) {
    const next = addMonths(startsAt, count * MONTHS[repeats]);
    if (next.getTime() > nowMs) return next;
  }
}

function addMonths(date: Date, months: number): Date {
  const moved = new Date(date);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const days = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(date.getUTCDate(), days));
  return moved;
}
