import {
  and,
  arrayContains,
  gte,
  ilike,
  inArray,
  isNull,
  lt,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { containsPattern } from '@/domain/base/like';
import { invalidText, isRefusal, type Refusal } from '@/domain/base/refusal';
import type { Log, ValueKey } from './query/keys';
import { parseQuery } from './query/parse-query';
import { isRange, plainAddress } from './query/read-address';
import { UNIT_MS } from './query/read-time';
import type { PlacedTerm, QueryTime, QueryValue } from './query/terms';
import { asksElsewhere, isOfKind } from './query/which-logs';

/** A column, or a condition of its own for a value; none for a value that nothing there can match. */
export type Place = PgColumn | ((value: QueryValue) => SQL | undefined);

export interface SearchSpace {
  readonly log: Log;
  readonly at: PgColumn;
  /** What `key:value` is compared with (any of it), by key: columns, of which a list holds the value. */
  readonly keys: Readonly<Partial<Record<ValueKey, readonly Place[]>>>;
  /** Columns that free text is looked for in. */
  readonly text: readonly PgColumn[];
}

/** What a search asks, or a refusal that says where and what is wrong with it. */
export function readSearch(query: string | undefined): readonly PlacedTerm[] | Refusal {
  const parsed = parseQuery(query ?? '');
  return parsed.ok ? parsed.terms : invalidText('q', parsed.problems);
}

/** The condition of a search in one log, all but the `without`; undefined where it asks nothing. */
export function searchCondition(
  query: string | undefined,
  space: SearchSpace,
  without?: PlacedTerm,
): SQL | undefined | Refusal {
  const terms = readSearch(query);
  if (isRefusal(terms)) return terms;
  const foreign = terms.filter((term) => asksElsewhere(term, space.log));
  if (foreign.length > 0) {
    const [here, there] =
      space.log === 'change' ? ['Changes', 'decisions'] : ['Decisions', 'changes'];
    const message = `${here} have no such key: look for it in ${there}.`;
    return invalidText(
      'q',
      foreign.map(({ place }) => ({ ...place, message })),
    );
  }
  const left = terms.filter(({ place }) => place.at !== without?.place.at);
  return and(...left.map((term) => termCondition(term, space)));
}

function termCondition(term: PlacedTerm, space: SearchSpace): SQL | undefined {
  if (term.kind === 'time') {
    const bound = timeSql(term.time);
    return term.key === 'after' ? gte(space.at, bound) : lt(space.at, bound);
  }
  if (term.kind === 'key' && term.key === 'kind') {
    return isOfKind(term, space.log) ? undefined : sql`false`;
  }
  const matches =
    term.kind === 'text'
      ? or(...space.text.map((column) => ilike(column, containsPattern(term.text))))
      : anyOf(space.keys[term.key] ?? [], term.values);
  // What no row can hold finds nothing; turned around, it takes nothing away.
  if (!matches) return term.negated ? undefined : sql`false`;
  return term.negated ? not(sql`coalesce(${matches}, false)`) : matches;
}

const timeSql = (time: QueryTime): SQL =>
  'instant' in time
    ? sql`${time.instant}::timestamptz`
    : sql`now() - make_interval(secs => ${(time.amount * UNIT_MS[time.unit]) / 1_000})`;

const anyOf = (places: readonly Place[], values: readonly QueryValue[]): SQL | undefined =>
  or(
    ...places.flatMap((place) =>
      typeof place === 'function' ? values.map(place) : matching(place, values),
    ),
  );

/** Whether a column holds one of the values: one comparison for all that are exact. */
function matching(column: PgColumn, values: readonly QueryValue[]): (SQL | undefined)[] {
  const exact = values.flatMap((value) => (value.match === 'exact' ? [value.text] : []));
  const others = values.filter(({ match }) => match !== 'exact');
  if (column.columnType === 'PgArray') {
    return [
      ...exact.map((text) => arrayContains(column, [text])),
      ...others.map((value) => (value.match === 'none' ? sql`${column} = '{}'` : undefined)),
    ];
  }
  return [
    exact.length > 0 ? inArray(column, exact) : undefined,
    ...others.map((value) =>
      value.match === 'none' ? isNull(column) : beginsWith(column, value.text),
    ),
  ];
}

const beginsWith = (column: PgColumn, text: string) =>
  ilike(column, containsPattern(text).slice(1));

/** An address in one of its spellings, or a range that it lies in. */
export const addressIn =
  (column: PgColumn): Place =>
  (value) => {
    if (value.match !== 'exact') return holds(column, value);
    return isWithin(column, plainAddress(value.text));
  };

/** Whether what a column says is an address of this network, in one spelling: a range, or itself. */
export const isWithin = (column: PgColumn, network: string): SQL =>
  sql`address_of(${column}) ${sql.raw(isRange(network) ? '<<=' : '=')} ${network}::inet`;

/** Whether a column holds the value. */
export const holds = (column: PgColumn, value: QueryValue): SQL | undefined =>
  or(...matching(column, [value]));

/** A thing by its id where the value is written like one, else by the name it had then: one index serves each. */
export const namedBy =
  (prefix: string, id: PgColumn, name: PgColumn): Place =>
  (value) =>
    holds(value.match === 'none' || value.text.startsWith(prefix) ? id : name, value);
