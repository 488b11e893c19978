import { DAY_MS, HOUR_MS } from '@/domain/timeline/whole-spans';

/** All statements of one answer together. */
export const BUDGET_MS = 1_500;

const FIRST_SPAN_MS = 6 * HOUR_MS;
const SHORTEST_SPAN_MS = 60_000;
/** Beyond it, all that is left is looked through at once. */
const LONGEST_SPAN_MS = 90 * DAY_MS;
const GROWTH = 4;

/** `fromMs` is included, and null where there is no beginning; `toMs` is not, and null up to where the reader is. */
export interface Span {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

export const EVERYTHING: Span = { fromMs: null, toMs: null };

/** The newest rows in a span, or null where that takes longer than `ms`; for `ms` null it takes its time. */
export type Look<Row> = (span: Span, limit: number, ms: number | null) => Promise<Row[] | null>;

export interface Search<Row> {
  /** Where it begins, and the oldest that is asked for; milliseconds since the epoch. */
  readonly startMs: number;
  readonly endMs: number | null;
  /** Rows that are wanted. */
  readonly limit: number;
  readonly look: Look<Row>;
  now(): number;
  /** For all statements together, in milliseconds. */
  readonly budgetMs?: number;
}

/**
 * Looks for rows that may be rare from the newest back, in spans that grow, until there are enough of
 * them or the time is over.
 * @returns what was found, newest first, and down to where all was looked through; null for all of it
 */
export async function searchBack<Row>({
  startMs,
  endMs,
  limit,
  look,
  now,
  budgetMs = BUDGET_MS,
}: Search<Row>) {
  const deadline = now() + budgetMs;
  const rows: Row[] = [];
  let [reachedMs, spanMs] = [startMs, FIRST_SPAN_MS];
  for (let isFirst = true; ; isFirst = false) {
    const isLast = spanMs > LONGEST_SPAN_MS || (endMs !== null && reachedMs - spanMs <= endMs);
    const fromMs = isLast ? endMs : reachedMs - spanMs;
    const span = { fromMs, toMs: isFirst ? null : reachedMs };
    const found = await look(span, limit - rows.length, Math.max(1, deadline - now()));
    if (found === null) {
      if (!isFirst) return { rows, searchedToMs: reachedMs };
      return searchAtLeast({ startMs, endMs, limit, look });
    }
    rows.push(...found);
    if (isLast || rows.length >= limit) return { rows, searchedToMs: null };
    reachedMs -= spanMs;
    spanMs *= GROWTH;
  }
}

/** Goes on by a little, however long it takes: a reader who asks again must get further. */
async function searchAtLeast<Row>({
  startMs,
  endMs,
  limit,
  look,
}: Omit<Search<Row>, 'now' | 'budgetMs'>) {
  for (let spanMs = FIRST_SPAN_MS / GROWTH; ; spanMs = Math.floor(spanMs / GROWTH)) {
    const isShortest = spanMs <= SHORTEST_SPAN_MS;
    const fromMs = startMs - spanMs;
    const rows = await look({ fromMs, toMs: null }, limit, isShortest ? null : BUDGET_MS);
    if (rows === null) continue;
    const isWhole = rows.length >= limit || (endMs !== null && fromMs <= endMs);
    return { rows, searchedToMs: isWhole ? null : fromMs };
  }
}
