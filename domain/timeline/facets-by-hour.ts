import { and, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { decisionCounts, decisions } from '@/db/schema/history';
import { toInstantText } from '@/domain/base/instant';
import type { AskedRange } from './asked-range';
import type { CountedByHour } from './counted-by-hour';
import { FACET_KEYS, type FacetKey, type FacetValue, MAX_VALUES } from './merge-facets';
import { wholeHours } from './whole-hours';

/** What is counted as it arrives, whatever is asked for. */
const ALWAYS: readonly FacetKey[] = ['outcome', 'verifier'];
const BY_HOUR: readonly FacetKey[] = ['code', 'group', 'token', 'actor', 'api', 'operation'];

/** The keys of which counts say all: of more than the one that is asked for only where nothing is. */
export const keysByHour = ({ dimension }: CountedByHour): readonly FacetKey[] => [
  ...ALWAYS,
  ...BY_HOUR.filter((key) => dimension === 'all' || dimension === key),
];

interface Row extends Record<string, unknown> {
  key: string;
  value: string;
  label: string | null;
  count: string;
}

/**
 * The commonest values of what was counted as it arrived, over all of a range: whole hours from the
 * counts, and what lies beside them from the decisions that `found` finds.
 * @returns null where the range has no whole hour
 */
export async function facetsByHour(
  db: Queryable,
  counted: CountedByHour,
  { found, range }: { found: SQL | undefined; range: AskedRange },
): Promise<FacetValue[] | null> {
  const whole = wholeHours(range);
  if (!whole) return null;
  const { dimension, where, outcomes } = counted;
  const ofDimension = (name: SQL) =>
    dimension === 'all' ? undefined : sql`${name} = ${dimension}`;
  const inHours = and(
    ofDimension(sql`${decisionCounts.dimension}`),
    where,
    gte(decisionCounts.hour, new Date(whole.hours.fromMs)),
    lt(decisionCounts.hour, new Date(whole.hours.toMs)),
  );
  const beside = and(found, isIn(whole.edges), ofDimension(sql`counted.dimension`));
  const times = (outcome: string) =>
    sql`case when ${eq(decisions.outcome, outcome as 'denied')} then ${decisions.foldedCount} else 0 end`;
  const both = outcomes.map((outcome) => sql.raw(outcome));
  const { rows } = await db.execute<Row>(sql`
    with parts as (
      select ${decisionCounts.dimension}, ${decisionCounts.value}, ${decisionCounts.label},
        ${decisionCounts.verifier}, ${decisionCounts.allowed}, ${decisionCounts.denied}
      from ${decisionCounts} where ${inHours}
      union all
      select counted.dimension, counted.value, coalesce(counted.label, ''), ${decisions.verifier},
        ${times('allowed')}, ${times('denied')}
      from ${decisions} cross join lateral (values ('all', '', ''),
        ('code', ${decisions.code}, ''), ('api', ${decisions.api}, ''),
        ('operation', ${decisions.operation}, ''), ('group', ${decisions.groupId}, ${decisions.groupSlug}),
        ('token', ${decisions.tokenId}, ${decisions.tokenName}),
        ('actor', ${decisions.identityId}, ${decisions.identityName})) as counted (dimension, value, label)
      where counted.value is not null and ${beside ?? sql`true`}),
    sums as (
      select dimension as key, case when dimension = 'group' and label <> '' then label else value end as value,
        max(label) as label, sum(${sql.join([sql`0`, ...both], sql` + `)}) as count
      from parts where dimension <> 'all' group by 1, 2
      union all
      select 'verifier', verifier, '', sum(${sql.join([sql`0`, ...both], sql` + `)})
      from parts where dimension = ${dimension} group by verifier
      ${sql.join(
        outcomes.map(
          (outcome) =>
            sql`union all select 'outcome', ${outcome}, '', sum(${sql.raw(outcome)}) from parts where dimension = ${dimension} `,
        ),
        sql``,
      )}),
    ranked as (
      select *, row_number() over (partition by key order by count desc, value) as place
      from sums where count > 0)
    select key, value, nullif(label, '') as label, count from ranked where place <= ${MAX_VALUES}`);
  return rows.flatMap(({ key, value, label, count }) =>
    isFacetKey(key)
      ? [{ key, value, label: key === 'group' ? null : label, count: Number(count), isAll: true }]
      : [],
  );
}

const isFacetKey = (key: string): key is FacetKey => FACET_KEYS.some((one) => one === key);

/** Nothing lies beside a range that begins and ends with an hour. */
const isIn = (edges: readonly AskedRange[]): SQL =>
  or(
    ...edges.map(({ fromMs, toMs }) =>
      and(
        gte(decisions.at, toInstantText(new Date(fromMs))),
        lt(decisions.at, toInstantText(new Date(toMs))),
      ),
    ),
  ) ?? sql`false`;
