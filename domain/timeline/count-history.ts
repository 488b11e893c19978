import { and, gte, lt, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { auditEvents, decisions } from '@/db/schema/history';
import { eventsFound } from '@/domain/audit/event-filter';
import { instantText, toInstantText } from '@/domain/base/instant';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { decisionsFound } from '@/domain/decisions/decision-filter';
import { LOGS } from '@/domain/history/query/keys';
import { type HistoryFilter, historyFilter } from '@/domain/history/range';
import { type AskedRange, askedRange } from './asked-range';
import { bucketStarts, bucketStep } from './bucket-step';
import { type LogsAsked, logsAsked } from './logs-asked';
import { withinTime } from './within-time';

/** All statements of one answer together. */
const BUDGET_MS = 2_000;
/** The newest part of the range is counted first: what is counted when the time is over is told. */
const PARTS = 6;

const bucketSchema = z.object({
  at: instantText(),
  /** Decisions, refusals that one row stands for included. */
  allowed: z.number(),
  denied: z.number(),
  changes: z.number(),
});
type Bucket = z.input<typeof bucketSchema>;

/**
 * How many decisions and changes there were when, in at most 120 buckets. `countedFrom` is where counting
 * began: `from`, or later where not all could be counted in time, and buckets before it hold nothing.
 */
export const countHistory = defineQuery({
  operation: 'audit.histogram',
  summary: 'Count decisions and changes over time',
  http: { method: 'GET', path: '/audit/histogram' },
  list: true,
  input: z.object(historyFilter),
  output: z.object({
    from: instantText(),
    to: instantText(),
    stepSeconds: z.number(),
    countedFrom: instantText(),
    buckets: z.array(bucketSchema),
    logs: z.array(z.enum(LOGS)),
  }),
  target: () => everything('system'),
  async run({ db, actor, input }) {
    const asked = logsAsked(actor, input.q);
    if (isRefusal(asked)) return asked;
    const range = await askedRange(db, input, asked.terms);
    const stepSeconds = bucketStep(range);
    const { firstMs, stepMs, count } = bucketStarts(range, stepSeconds);
    const buckets = Array.from({ length: count }, (_, index) => ({
      at: toInstantText(new Date(firstMs + index * stepMs)),
      ...{ allowed: 0, denied: 0, changes: 0 },
    }));
    const conditions = conditionsOf(asked, input);
    if (isRefusal(conditions)) return conditions;
    const byTime = new Map(buckets.map((bucket) => [Date.parse(bucket.at), bucket]));
    const countedFromMs = await countParts(db, { range, stepMs, conditions, byTime });
    return {
      from: toInstantText(new Date(range.fromMs)),
      to: toInstantText(new Date(range.toMs)),
      stepSeconds,
      countedFrom: toInstantText(new Date(countedFromMs)),
      buckets,
      logs: [...asked.logs],
    };
  },
});

/** What a log is asked for; null for one that can hold nothing of it. */
interface Conditions {
  readonly decision: { readonly where: SQL | undefined } | null;
  readonly change: { readonly where: SQL | undefined } | null;
}

function conditionsOf(asked: LogsAsked, filter: HistoryFilter): Conditions | Refusal {
  const [ofDecisions, ofChanges] = [asked.reachIn('decision'), asked.reachIn('change')];
  const decision = ofDecisions && decisionsFound(ofDecisions, filter);
  const change = ofChanges && eventsFound(ofChanges, filter);
  if (isRefusal(decision)) return decision;
  if (isRefusal(change)) return change;
  return {
    decision: decision === null ? null : { where: decision },
    change: change === null ? null : { where: change },
  };
}

interface Counting {
  readonly range: AskedRange;
  readonly stepMs: number;
  readonly conditions: Conditions;
  readonly byTime: ReadonlyMap<number, Bucket>;
}

/** Counts part by part, the newest first, until the time is over; answers from when on all is counted. */
async function countParts(db: Queryable, counting: Counting): Promise<number> {
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
    for (const { at, column, count } of done) {
      const bucket = counting.byTime.get(Math.round(Number(at)));
      if (bucket) bucket[column] += Number(count);
    }
    toMs = fromMs;
  }
  return range.fromMs;
}

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
  const from = toInstantText(new Date(part.fromMs));
  const to = toInstantText(new Date(part.toMs));
  // As text: a bound parameter would make two expressions of what is grouped by.
  const step = sql.raw(`interval '${stepMs / 1_000} seconds'`);
  const startOf = (at: SQL | typeof decisions.at) =>
    sql`extract(epoch from date_bin(${step}, ${at}, timestamptz 'epoch')) * 1000`;
  const counted: Counted[] = [];
  if (decision) {
    const { rows } = await db.execute<Counted>(sql`
      select ${startOf(decisions.at)} as at, ${decisions.outcome} as "column",
        sum(${decisions.foldedCount}) as count
      from ${decisions}
      where ${and(decision.where, gte(decisions.at, from), lt(decisions.at, to))} group by 1, 2`);
    counted.push(...rows);
  }
  if (change) {
    const { rows } = await db.execute<Counted>(sql`
      select ${startOf(sql`${auditEvents.at}`)} as at, 'changes' as "column", count(*) as count
      from ${auditEvents}
      where ${and(change.where, gte(auditEvents.at, from), lt(auditEvents.at, to))} group by 1`);
    counted.push(...rows);
  }
  return counted;
}
