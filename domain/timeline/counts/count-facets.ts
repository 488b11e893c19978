import { and, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { exactText } from '@/db/exact-text';
import { auditEvents, decisions } from '@/db/schema/history';
import { eventsFound } from '@/domain/audit/event-filter';
import { type Reach, reachOf } from '@/domain/authority/reach';
import { tokenLabelsWithin } from '@/domain/authority/token-labels-within';
import { instantText, toInstantText } from '@/domain/base/instant';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { decisionsFound } from '@/domain/decisions/decision-filter';
import { LOGS, type Log } from '@/domain/history/query/keys';
import { exactInstantText, type HistoryFilter, historyFilter } from '@/domain/history/range';
import { type AskedRange, askedRange, isWithin } from '@/domain/timeline/asked-range';
import { logsAsked } from '@/domain/timeline/logs-asked';
import { HOUR_MS, wholeSpans } from '@/domain/timeline/whole-spans';
import { withinTime } from '@/domain/timeline/within-time';
import { type CountedByHour, countedByHour } from './counted-by-hour';
import { FACET_COLUMNS, type FacetColumn } from './facet-columns';
import { facetsByHour, keysByHour } from './facets-by-hour';
import {
  FACET_KEYS,
  type FacetKey,
  type FacetValue,
  MAX_VALUES,
  mergeFacets,
} from './merge-facets';

/** Rows of one log that are counted at most, the newest. */
const MAX_COUNTED = 20_000;
const WITHIN_MS = 1_500;

const countedSchema = z.object({
  log: z.enum(LOGS),
  /** Rows counted; a row may stand for several refusals, all of which its values are given. */
  rows: z.number(),
  /** Whether these are all that the filter finds; else the newest of them, from `since` on. */
  isAll: z.boolean(),
  /** The time of the oldest that was counted; null where none was. */
  since: exactInstantText().nullable(),
});
type Counted = z.input<typeof countedSchema>;

/** The commonest values of what a filter finds, by key, and of how many rows that is said. */
export const countFacets = defineQuery({
  operation: 'audit.facets',
  summary: 'Count the commonest values in the logs',
  http: { method: 'GET', path: '/audit/facets' },
  list: true,
  input: z.object(historyFilter),
  output: z.object({
    from: instantText(),
    to: instantText(),
    facets: z.array(
      z.object({
        key: z.enum(FACET_KEYS),
        /** Whether these counts are of all that the filter finds; else of the rows that `counted` tells of. */
        isAll: z.boolean(),
        values: z.array(
          z.object({ value: z.string(), label: z.string().nullable(), count: z.number() }),
        ),
      }),
    ),
    counted: z.array(countedSchema),
    logs: z.array(z.enum(LOGS)),
  }),
  target: () => everything('system'),
  async run({ db, actor, input }) {
    const asked = logsAsked(actor, input.q);
    if (isRefusal(asked)) return asked;
    const range = await askedRange(db, input, asked.terms);
    const found = await Promise.all(
      LOGS.map((log) => {
        const reach = asked.reachIn(log);
        const known = log === 'decision' ? countedByHour(reach, asked.terms) : null;
        return reach && countLog(db, log, { reach, filter: input, range, known });
      }),
    );
    const refusal = found.find((each) => each && isRefusal(each));
    if (refusal) return refusal as Refusal;
    const logs = found.filter((each): each is CountedLog => each !== null && !isRefusal(each));
    return {
      from: toInstantText(new Date(range.fromMs)),
      to: toInstantText(new Date(range.toMs)),
      facets: await withTokenLabels(
        db,
        reachOf(actor, 'tokens.get'),
        mergeFacets(logs.flatMap(({ values }) => values)),
      ),
      counted: logs.map(({ counted }) => counted),
      logs: [...asked.logs],
    };
  },
});

/** Tokens within reach by name, which changes made through one don't tell, and by what their secrets end with. */
async function withTokenLabels(
  db: Queryable,
  reach: Reach,
  facets: ReturnType<typeof mergeFacets>,
): Promise<ReturnType<typeof mergeFacets>> {
  const named = facets.find(({ key }) => key === 'token');
  if (!named) return facets;
  const ids = named.values.map(({ value }) => value);
  const labels = await tokenLabelsWithin(db, reach, ids);
  const values = named.values.map((each) => {
    const label = labels.get(each.value);
    return label ? { ...each, label: `${each.label ?? label.name} ••${label.last4}` } : each;
  });
  return facets.map((facet) => (facet === named ? { ...named, values } : facet));
}

interface Asked {
  readonly reach: Reach;
  readonly filter: HistoryFilter;
  readonly range: AskedRange;
  /** What of it was counted as it arrived. */
  readonly known: CountedByHour | null;
}

interface CountedLog {
  readonly values: FacetValue[];
  readonly counted: Counted;
}

/**
 * Takes what was counted as it arrived, and counts the rest in all of the range; where that takes too
 * long, in its last part, and says so. Both at once, each over a connection of its own.
 */
async function countLog(
  db: Queryable,
  log: Log,
  { reach, filter, range, known }: Asked,
): Promise<CountedLog | Refusal> {
  const found = log === 'decision' ? decisionsFound(reach, filter) : eventsFound(reach, filter);
  if (isRefusal(found)) return found;
  const isCounted = known !== null && wholeSpans(range, HOUR_MS) !== null;
  const [byHour, rest] = await Promise.all([
    isCounted ? withinTime(db, WITHIN_MS, (tx) => facetsByHour(tx, known, { found, range })) : null,
    countRows(db, { log, found, range, without: isCounted ? keysByHour(known) : [] }),
  ]);
  if (byHour || !isCounted) return { ...rest, values: [...(byHour ?? []), ...rest.values] };
  // Not even what is counted was added up in time.
  return countRows(db, { log, found, range, without: [] });
}

interface Counting {
  readonly log: Log;
  readonly found: SQL | undefined;
  readonly range: AskedRange;
}

/** Counts rows of all of a range; where that takes too long, of its last part. */
async function countRows(
  db: Queryable,
  { without, ...counting }: Counting & { readonly without: readonly FacetKey[] },
): Promise<CountedLog> {
  const { log, range } = counting;
  const columns = FACET_COLUMNS[log].filter(({ key }) => !without.includes(key));
  const lastPart = { ...range, fromMs: range.toMs - (range.toMs - range.fromMs) / 30 };
  for (const part of [range, lastPart]) {
    const done = await withinTime(db, WITHIN_MS, (tx) =>
      countWithin(tx, columns, { ...counting, range: part }),
    );
    if (!done) continue;
    const isAll = done.counted.isAll && part === range;
    return {
      values: done.values.map((value) => ({ ...value, isAll })),
      counted: { ...done.counted, isAll },
    };
  }
  return { values: [], counted: { log, rows: 0, isAll: false, since: null } };
}

interface Row extends Record<string, unknown> {
  mask: number;
  value: string | null;
  label: string | null;
  count: string;
  rows: string;
  since: string | null;
}

async function countWithin(
  db: Queryable,
  columns: readonly FacetColumn[],
  { log, found, range }: Counting,
): Promise<CountedLog> {
  const table = log === 'decision' ? decisions : auditEvents;
  const names = columns.map((_, index) => sql.raw(`v${index}`));
  const listed = columns.flatMap(({ value, label }, index) => [
    sql`${value} as ${sql.raw(`v${index}`)}`,
    ...(label ? [sql`${label} as ${sql.raw(`l${index}`)}`] : []),
  ]);
  const times = log === 'decision' ? sql`${decisions.foldedCount}` : sql`1`;
  const within = and(found, isWithin(table.at, range));
  const { rows } = await db.execute<Row>(sql`
    with found as materialized (
      select ${sql.join(listed, sql`, `)}, ${table.at} as at, ${times} as times
      from ${table} where ${within} order by ${table.at} desc limit ${MAX_COUNTED}),
    counted as (
      select grouping(${sql.join(names, sql`, `)}) as mask, coalesce(${sql.join(names, sql`, `)}) as value,
        ${labelOf(columns)} as label, sum(times) as count, count(*) as rows, min(at) as since
      from found
      group by grouping sets (${sql.join(
        names.map((name) => sql`(${name})`),
        sql`, `,
      )}, ())),
    ranked as (
      select *, row_number() over (partition by mask order by (value is null), count desc, value) as place
      from counted)
    select mask, value, label, count, rows, ${exactText(sql`since`)} as since
    from ranked where place <= ${MAX_VALUES}`);
  return readCounted(log, columns, rows);
}

/** The name of what a row is about: any of those that it had. */
function labelOf(columns: readonly FacetColumn[]): SQL {
  const cases = columns.flatMap(({ label }, index) =>
    label ? [sql.raw(`when grouping(v${index}) = 0 then max(l${index})`)] : [],
  );
  return cases.length > 0 ? sql`case ${sql.join(cases, sql` `)} end` : sql`null::text`;
}

function readCounted(log: Log, columns: readonly FacetColumn[], rows: readonly Row[]): CountedLog {
  const all = 2 ** columns.length - 1;
  // The first column is the highest bit, which is set where the row is not counted by it.
  const keyOf = (mask: number) =>
    columns.find((_, index) => (all & ~mask) === 2 ** (columns.length - 1 - index))?.key;
  const values = rows.flatMap(({ mask, value, label, count }) => {
    const key = keyOf(mask);
    return key && value !== null ? [{ key, value, label, count: Number(count), isAll: true }] : [];
  });
  const whole = rows.find(({ mask }) => mask === all);
  const count = Number(whole?.rows ?? 0);
  const isAll = count < MAX_COUNTED;
  return { values, counted: { log, rows: count, isAll, since: whole?.since ?? null } };
}
