import { and, eq, gte, lt, type SQL, sql, sum } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { auditEvents, decisionCounts, decisions } from '@/db/schema/history';
import { instantText } from '@/domain/base/instant';
import { type AskedRange, isWithin } from '@/domain/timeline/asked-range';
import { wholeSpans } from '@/domain/timeline/whole-spans';
import { withinTime } from '@/domain/timeline/within-time';
import type { CountedByDay, CountedByHour } from './counted-by-hour';

/** All statements of one answer together. */
const BUDGET_MS = 2_000;
/** The newest part of the range is counted first: what is counted when the time is over is told. */
const PARTS = 6;

export const bucketSchema = z.object({
  at: instantText(),
  /** Decisions, refusals that one row stands for included. */
  allowed: z.number(),
  denied: z.number(),
  changes: z.number(),
});
export type Bucket = z.input<typeof bucketSchema>;

/** What a log is asked for; null for one that can hold nothing of it. */
export interface Conditions {
  readonly decision: { readonly where: SQL | undefined } | null;
  readonly change: { readonly where: SQL | undefined } | null;
}

export interface Counting {
  readonly range: AskedRange;
  readonly stepMs: number;
  readonly conditions: Conditions;
  readonly byTime: ReadonlyMap<number, Bucket>;
}

/** Adds up what was counted as it arrived, and counts what lies beside whole hours or days; whether it could. */
export async function countSpans(
  db: Queryable,
  counting: Counting,
  { dimension, where, outcomes }: CountedByHour | CountedByDay,
  spanMs: number,
): Promise<boolean> {
  const { range, stepMs, conditions } = counting;
  const spans = stepMs % spanMs === 0 ? wholeSpans(range, spanMs) : null;
  if (!spans) return false;
  const within = and(
    eq(decisionCounts.dimension, dimension),
    where,
    gte(decisionCounts.hour, new Date(spans.whole.fromMs)),
    lt(decisionCounts.hour, new Date(spans.whole.toMs)),
  );
  const done = await withinTime(db, BUDGET_MS, async (tx) => {
    const counts = await tx
      .select({
        at: sql<string>`${inMs(startOf(stepMs, decisionCounts.hour))}`,
        allowed: sum(decisionCounts.allowed),
        denied: sum(decisionCounts.denied),
      })
      .from(decisionCounts)
      .where(within)
      .groupBy(sql`1`);
    const beside: Counted[] = [];
    for (const edge of spans.beside) {
      const ofDecisions = { ...counting, conditions: { ...conditions, change: null } };
      beside.push(...(await countPart(tx, ofDecisions, edge)));
    }
    const inHours = counts.flatMap(({ at, ...counted }) =>
      outcomes.map((column) => ({ at, column, count: counted[column] ?? '0' })),
    );
    return [...inHours, ...beside];
  });
  if (done) addTo(counting, done);
  return done !== null;
}

function addTo({ byTime }: Counting, counted: readonly Counted[]): void {
  for (const { at, column, count } of counted) {
    const bucket = byTime.get(Math.round(Number(at)));
    if (bucket) bucket[column] += Number(count);
  }
}

/** Counts part by part, the newest first, until the time is over; answers from when on all is counted. */
export async function countParts(db: Queryable, counting: Counting): Promise<number> {
  const { range, stepMs } = counting;
  const deadline = Date.now() + BUDGET_MS;
  const partMs = Math.max(1, Math.ceil((range.toMs - range.fromMs) / PARTS / stepMs)) * stepMs;
  let toMs = range.toMs;
  while (toMs > range.fromMs) {
    const fromMs = Math.max(range.fromMs, Math.floor((toMs - 1) / partMs) * partMs);
    const leftMs = deadline - Date.now();
    const done =
      leftMs > 0 &&
      (await withinTime(db, leftMs, (tx) => countPart(tx, counting, { fromMs, toMs })));
    if (!done) return toMs;
    addTo(counting, done);
    toMs = fromMs;
  }
  return range.fromMs;
}

/** When the bucket of a time begins. */
const startOf = (stepMs: number, at: PgColumn): SQL =>
  sql`date_bin(${sql.raw(`interval '${stepMs / 1_000} seconds'`)}, ${at}, timestamptz 'epoch')`;

/** The same in milliseconds since the epoch: of what is grouped already, since reckoning takes longer than counting. */
const inMs = (at: SQL): SQL => sql`extract(epoch from ${at}) * 1000`;

interface Counted extends Record<string, unknown> {
  at: string;
  column: 'allowed' | 'denied' | 'changes';
  count: string;
}

async function countPart(
  db: Queryable,
  { stepMs, conditions: { decision, change } }: Counting,
  part: AskedRange,
): Promise<Counted[]> {
  const counted: Counted[] = [];
  if (decision) {
    const { rows } = await db.execute<Counted>(sql`
      select ${inMs(sql`at`)} as at, "column", count from (
        select ${startOf(stepMs, decisions.at)} as at, ${decisions.outcome} as "column",
          sum(${decisions.foldedCount}) as count
        from ${decisions}
        where ${and(decision.where, isWithin(decisions.at, part))} group by 1, 2) as counted`);
    counted.push(...rows);
  }
  if (change) {
    const { rows } = await db.execute<Counted>(sql`
      select ${inMs(sql`at`)} as at, 'changes' as "column", count from (
        select ${startOf(stepMs, auditEvents.at)} as at, count(*) as count
        from ${auditEvents}
        where ${and(change.where, isWithin(auditEvents.at, part))} group by 1) as counted`);
    counted.push(...rows);
  }
  return counted;
}
