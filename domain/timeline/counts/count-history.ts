import { z } from 'zod';
import { eventsFound } from '@/domain/audit/event-filter';
import { instantText, toInstantText } from '@/domain/base/instant';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { decisionsFound } from '@/domain/decisions/decision-filter';
import { LOGS } from '@/domain/history/query/keys';
import { type HistoryFilter, historyFilter } from '@/domain/history/range';
import { type AskedRange, askedRange } from '@/domain/timeline/asked-range';
import { type LogsAsked, logsAsked } from '@/domain/timeline/logs-asked';
import { DAY_MS, HOUR_MS } from '@/domain/timeline/whole-spans';
import { bucketStarts, bucketStep } from './bucket-step';
import { bucketSchema, type Conditions, countParts, countSpans } from './count-buckets';
import { countedByDay, countedByHour } from './counted-by-hour';

/** From so many days on, a token's are worth no finer look than days. */
const LONG_DAYS = 14;
const isLong = ({ fromMs, toMs }: AskedRange) => toMs - fromMs >= LONG_DAYS * DAY_MS;

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
    const ofDecisions = asked.reachIn('decision');
    const byHour = countedByHour(ofDecisions, asked.terms);
    const byDay = isLong(range) ? countedByDay(ofDecisions, asked.terms) : null;
    const stepSeconds = Math.max(bucketStep(range), byDay ? DAY_MS / 1_000 : 0);
    const { firstMs, stepMs, count } = bucketStarts(range, stepSeconds);
    const buckets = Array.from({ length: count }, (_, index) => ({
      at: toInstantText(new Date(firstMs + index * stepMs)),
      ...{ allowed: 0, denied: 0, changes: 0 },
    }));
    const conditions = conditionsOf(asked, input);
    if (isRefusal(conditions)) return conditions;
    const byTime = new Map(buckets.map((bucket) => [Date.parse(bucket.at), bucket]));
    const counting = { range, stepMs, conditions, byTime };
    const areCounted =
      (byHour !== null && (await countSpans(db, counting, byHour, HOUR_MS))) ||
      (byDay !== null && (await countSpans(db, counting, byDay, DAY_MS)));
    const left = areCounted ? { ...conditions, decision: null } : conditions;
    const countedFromMs = await countParts(db, { ...counting, conditions: left });
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
