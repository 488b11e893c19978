import { and, gte, lt, type SQL } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import type { auditEvents, decisions } from '@/db/schema/history';
import { toInstantText } from '@/domain/base/instant';
import { readClockMs } from '@/domain/decision/clock';
import { instantOf } from '@/domain/history/query/read-time';
import type { PlacedTerm } from '@/domain/history/query/terms';

const DAY_MS = 86_400_000;

/** Milliseconds since the epoch: `fromMs` is included, `toMs` is not. */
export interface AskedRange {
  readonly fromMs: number;
  readonly toMs: number;
  /** Whether it ends with what there is now. */
  readonly isUntilNow?: boolean;
  /** Whether its beginning was said. */
  readonly hasBeginning?: boolean;
}

/** Whether a row of a log happened in a part of such a range. */
export const isWithin = (
  at: typeof decisions.at | typeof auditEvents.at,
  { fromMs, toMs }: AskedRange,
): SQL | undefined =>
  and(gte(at, toInstantText(new Date(fromMs))), lt(at, toInstantText(new Date(toMs))));

/** The time that a filter and its search leave, which without a beginning is its last 24 hours. */
export async function askedRange(
  db: Queryable,
  { from, to }: { from?: string | undefined; to?: string | undefined },
  terms: readonly PlacedTerm[],
): Promise<AskedRange> {
  const nowMs = await readClockMs(db);
  const said = (key: 'after' | 'before', limit: string | undefined) => [
    ...(limit ? [Date.parse(limit)] : []),
    ...terms.flatMap((term) =>
      term.kind === 'time' && term.key === key ? [Date.parse(instantOf(term.time, nowMs))] : [],
    ),
  ];
  const toMs = Math.min(nowMs + 1, ...said('before', to));
  const starts = said('after', from);
  const fromMs = starts.length > 0 ? Math.max(...starts) : toMs - DAY_MS;
  return {
    fromMs: Math.min(fromMs, toMs),
    toMs,
    isUntilNow: toMs > nowMs,
    hasBeginning: starts.length > 0,
  };
}
