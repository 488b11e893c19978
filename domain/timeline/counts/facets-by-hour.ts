import { and, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Queryable } from '@/db/client';
import { decisionCounts, decisions } from '@/db/schema/history';
import { type AskedRange, isWithin } from '@/domain/timeline/asked-range';
import { DAY_MS, HOUR_MS, startOfDay, wholeSpans } from '@/domain/timeline/whole-spans';
import { type CountedByHour, DIMENSIONS } from './counted-by-hour';
import { FACET_KEYS, type FacetKey, type FacetValue, MAX_VALUES } from './merge-facets';

type Dimension = (typeof decisionCounts.dimension.enumValues)[number];

const BY_DAY = ['token', 'actor'] as const;

/** What is counted of the rows asked for: of more than the one thing they share only where they share nothing. */
const dimensionsOf = ({ dimension, isOfAllVerifiers }: CountedByHour) => ({
  hourly: dimension === 'all' ? (['all', ...DIMENSIONS] as const) : [dimension],
  daily: dimension === 'all' && isOfAllVerifiers ? BY_DAY : [],
});

/** The keys of which counts say all. */
export function keysByHour(counted: CountedByHour): readonly FacetKey[] {
  const { hourly, daily } = dimensionsOf(counted);
  const known: readonly string[] = ['outcome', 'verifier', ...hourly, ...daily];
  return FACET_KEYS.filter((key) => known.includes(key));
}

interface Row extends Record<string, unknown> {
  key: string;
  value: string;
  label: string | null;
  count: string;
}

interface Asked {
  readonly found: SQL | undefined;
  readonly range: AskedRange;
}

/**
 * The commonest values of what was counted as it arrived, over all of a range: whole hours and days from
 * the counts, and what lies beside them from the decisions that `found` finds.
 * @returns null where the range has no whole hour
 */
export async function facetsByHour(
  db: Queryable,
  counted: CountedByHour,
  { found, range }: Asked,
): Promise<FacetValue[] | null> {
  const { dimension, where, outcomes } = counted;
  const { hourly, daily } = dimensionsOf(counted);
  const hours = wholeSpans(range, HOUR_MS);
  if (!hours) return null;
  const parts = [
    fromCounts(dimension, and(where, inArray(decisionCounts.dimension, hourly)), hours.whole),
    ...hours.beside.map((part) => fromDecisions(found, hourly, part)),
    ...(daily.length > 0 ? byDay(counted, found, range) : []),
  ];
  const count = sql`sum(${sql.join([sql`0`, ...outcomes.map((one) => sql.raw(one))], sql` + `)})`;
  const ofAll = sql`from parts where dimension = ${dimension}`;
  const { rows } = await db.execute<Row>(sql`
    with parts as (${sql.join(parts, sql` union all `)}),
    sums as (
      select dimension as key, value, max(label) as label, ${count} as count
      from parts where dimension <> 'all' group by 1, 2
      union all select 'verifier', verifier, '', ${count} ${ofAll} group by verifier
      ${sql.join(
        outcomes.map(
          (one) => sql`union all select 'outcome', ${one}, '', sum(${sql.raw(one)}) ${ofAll} `,
        ),
        sql``,
      )}),
    ranked as (
      select *, row_number() over (partition by key order by count desc, value) as place
      from sums where count > 0)
    select key, value, nullif(label, '') as label, count from ranked where place <= ${MAX_VALUES}`);
  return rows.flatMap(toFacet);
}

const isFacetKey = (key: string): key is FacetKey => FACET_KEYS.some((one) => one === key);

/** A group is looked for by its slug, which reads better. */
function toFacet({ key, value, label, count }: Row): FacetValue[] {
  if (!isFacetKey(key)) return [];
  const named = key === 'group' ? { value: label ?? value, label: null } : { value, label };
  return [{ key, ...named, count: Number(count), isAll: true }];
}

/**
 * Whole days from the counts. Of a day that the range has but a part of, what is smaller is counted row by row:
 * the part, or what lies beside it, which is then taken away from the day.
 */
function byDay(
  { dimension }: CountedByHour,
  found: SQL | undefined,
  range: AskedRange,
): readonly SQL[] {
  const named = inArray(decisionCounts.dimension, [...BY_DAY]);
  const days = wholeSpans(range, DAY_MS) ?? { whole: null, beside: [range] };
  return [
    ...(days.whole ? [fromCounts(dimension, named, days.whole)] : []),
    ...days.beside.flatMap(splitByDay).flatMap(({ fromMs, toMs }) => {
      const part = { fromMs, toMs };
      if (toMs - fromMs <= DAY_MS / 2) return [fromDecisions(found, BY_DAY, part)];
      const day = { fromMs: startOfDay(fromMs), toMs: startOfDay(fromMs) + DAY_MS };
      const others = [
        { fromMs: day.fromMs, toMs: fromMs },
        { fromMs: toMs, toMs: day.toMs },
      ];
      return [
        fromCounts(dimension, named, day),
        ...others
          .filter((other) => other.fromMs < other.toMs)
          .map((other) => fromDecisions(undefined, BY_DAY, other, sql`-`)),
      ];
    }),
  ];
}

/** The parts of a time that is shorter than two days, each within one. */
function splitByDay({ fromMs, toMs }: AskedRange): AskedRange[] {
  const nextMs = startOfDay(fromMs) + DAY_MS;
  if (toMs <= nextMs) return [{ fromMs, toMs }];
  return [
    { fromMs, toMs: nextMs },
    { fromMs: nextMs, toMs },
  ];
}

/** Added up by what they have in common; of one dimension by their verifiers, too. */
const fromCounts = (
  dimension: Dimension,
  where: SQL | undefined,
  { fromMs, toMs }: AskedRange,
): SQL => sql`
  select ${decisionCounts.dimension}, ${decisionCounts.value}, max(${decisionCounts.label}) as label,
    case when ${eq(decisionCounts.dimension, dimension)} then ${decisionCounts.verifier} end as verifier,
    sum(${decisionCounts.allowed}) as allowed, sum(${decisionCounts.denied}) as denied
  from ${decisionCounts}
  where ${and(where, gte(decisionCounts.hour, new Date(fromMs)), lt(decisionCounts.hour, new Date(toMs)))}
  group by 1, 2, 4`;

/** What a decision is counted by, the columns it takes, and what is counted of rows that share those. */
const COUNTED: Readonly<Record<Dimension, { columns: readonly PgColumn[]; value: SQL }>> = {
  all: { columns: [], value: sql`('all', '', '')` },
  code: { columns: [decisions.code], value: sql`('code', code, '')` },
  api: { columns: [decisions.api], value: sql`('api', api, '')` },
  operation: { columns: [decisions.operation], value: sql`('operation', operation, '')` },
  group: {
    columns: [decisions.groupId, decisions.groupSlug],
    value: sql`('group', group_id, group_slug)`,
  },
  token: {
    columns: [decisions.tokenId, decisions.tokenName],
    value: sql`('token', token_id, token_name)`,
  },
  actor: {
    columns: [decisions.identityId, decisions.identityName],
    value: sql`('actor', identity_id, identity_name)`,
  },
};

/** Rows that share all of it are added up first: far fewer are counted once for each dimension. */
function fromDecisions(
  found: SQL | undefined,
  dimensions: readonly Dimension[],
  part: AskedRange,
  sign = sql``,
): SQL {
  const columns = dimensions.flatMap((one) => COUNTED[one].columns);
  const listed = sql.join(
    [decisions.verifier, ...columns].map((column) => sql`${column}`),
    sql`, `,
  );
  const values = sql.join(
    dimensions.map((one) => COUNTED[one].value),
    sql`, `,
  );
  const times = (outcome: 'allowed' | 'denied') =>
    sql`sum(case when ${eq(decisions.outcome, outcome)} then ${decisions.foldedCount} else 0 end)`;
  return sql`
    select counted.dimension, counted.value, coalesce(counted.label, ''), alike.verifier,
      ${sign} alike.allowed, ${sign} alike.denied
    from (select ${listed}, ${times('allowed')} as allowed, ${times('denied')} as denied
      from ${decisions} where ${and(found, isWithin(decisions.at, part))} group by ${listed}) as alike
    cross join lateral (values ${values}) as counted (dimension, value, label)
    where counted.value is not null`;
}
