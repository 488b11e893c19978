import type { EntryView } from '@/domain/reviews/entry-view';
import type { Decision } from '@/domain/reviews/review-facts';

/** A membership under review, with why the reader can't decide it so; null where they can. */
export interface EntryRow extends EntryView {
  readonly refusals: Readonly<Record<Decision, string | null>>;
}

/** What the reader is about to decide. */
export interface Choice {
  readonly decision: Decision;
  readonly rows: readonly EntryRow[];
}

/** The rows that it is for, and those left out. */
export function splitRows({ decision, rows }: Choice) {
  return {
    meant: rows.filter(({ refusals }) => refusals[decision] === null),
    left: rows.filter(({ refusals }) => refusals[decision] !== null),
  };
}

/** Whether it waits for the reader. */
export const isWaiting = ({ decision, settled, refusals }: EntryRow) =>
  decision === null && settled === null && refusals.keep === null;

/** The next of these that waits for the reader, behind the one of this id; null where none does. */
export function nextWaiting(rows: readonly EntryRow[], after: string | null): EntryRow | null {
  const at = after === null ? -1 : rows.findIndex(({ id }) => id === after);
  return rows.slice(at + 1).find(isWaiting) ?? null;
}
