import { factsOf, isQueryKey, LOGS, type Log, type ValueKey } from '@/domain/history/query/keys';
import { parseQuery } from '@/domain/history/query/parse-query';
import { printQuery } from '@/domain/history/query/print-query';
import { instantOf } from '@/domain/history/query/read-time';
import type { PlacedTerm, QueryTerm } from '@/domain/history/query/terms';

/** What of the two logs is looked at: a query, and times in RFC 3339. */
export type View = {
  readonly q: string;
  /** Included. */
  readonly from: string | null;
  /** Left out. */
  readonly to: string | null;
};

/** The terms of a query; none where it is mistyped. */
export function termsOf(q: string): readonly PlacedTerm[] {
  const parsed = parseQuery(q);
  return parsed.ok ? parsed.terms : [];
}

/** The query without one of its terms. */
export const withoutTerm = (terms: readonly QueryTerm[], left: QueryTerm): string =>
  printQuery(terms.filter((term) => term !== left));

/** The query with one of its terms turned around: what was left out is looked for, or the other way. */
export const withTermTurned = (terms: readonly QueryTerm[], turned: QueryTerm): string =>
  printQuery(
    terms.map((term) =>
      term === turned && term.kind !== 'time' ? { ...term, negated: !term.negated } : term,
    ),
  );

export type Wanted = { readonly key: ValueKey; readonly text: string; readonly negated: boolean };

const holds = (term: QueryTerm, { key, text }: Wanted) =>
  term.kind === 'key' &&
  term.key === key &&
  term.values.some((value) => value.match === 'exact' && value.text === text);

/** Whether the query asks for this very value, or leaves it out. */
export const asksFor = (terms: readonly QueryTerm[], wanted: Wanted): boolean =>
  terms.some(
    (term) => term.kind === 'key' && term.negated === wanted.negated && holds(term, wanted),
  );

/**
 * The query with a value added to what it asks for (or leaves out), or taken from it where it was
 * there. Of one key any value will do, so a second one joins the first.
 */
export function withValueToggled(q: string, wanted: Wanted): string {
  const value = { match: 'exact', text: wanted.text } as const;
  const added: QueryTerm = {
    kind: 'key',
    key: wanted.key,
    negated: wanted.negated,
    values: [value],
  };
  const parsed = parseQuery(q);
  if (!parsed.ok) return `${q.trim()} ${printQuery([added])}`;
  const wasThere = asksFor(parsed.terms, wanted);
  const rest = parsed.terms.flatMap((term) => withoutValue(term, wanted));
  if (wasThere) return printQuery(rest);
  const joined = rest.findIndex(
    (term) => term.kind === 'key' && term.key === wanted.key && term.negated === wanted.negated,
  );
  const term = rest[joined];
  return printQuery(
    term?.kind === 'key'
      ? rest.with(joined, { ...term, values: [...term.values, value] })
      : [...rest, added],
  );
}

function withoutValue(term: QueryTerm, wanted: Wanted): QueryTerm[] {
  if (term.kind !== 'key' || !holds(term, wanted)) return [term];
  const values = term.values.filter(
    (value) => value.match !== 'exact' || value.text !== wanted.text,
  );
  return values.length > 0 ? [{ ...term, values }] : [];
}

/** The view of a time span alone: what the query says of times goes, lest both have to hold. */
export function withRange(view: View, range: Pick<View, 'from' | 'to'>): View {
  const parsed = parseQuery(view.q);
  const q = parsed.ok ? printQuery(parsed.terms.filter(({ kind }) => kind !== 'time')) : view.q;
  return { q, ...range };
}

/** From when to when the view looks, whether the query says it or the address; null where it is open. */
export function rangeOf(view: View, nowMs: number): Pick<View, 'from' | 'to'> {
  const times = termsOf(view.q).filter((term) => term.kind === 'time');
  const said = (key: 'after' | 'before') =>
    times.filter((term) => term.key === key).map((term) => instantOf(term.time, nowMs));
  return {
    from: latest([view.from, ...said('after')]),
    to: earliest([view.to, ...said('before')]),
  };
}

type Maybe = readonly (string | null)[];
const inOrder = (times: Maybe) =>
  times
    .filter((time) => time !== null)
    .toSorted((one, other) => Date.parse(one) - Date.parse(other));
const latest = (times: Maybe): string | null => inOrder(times).at(-1) ?? null;
const earliest = (times: Maybe): string | null => inOrder(times)[0] ?? null;

/**
 * The same view with its times written out, for a link that shows tomorrow what it shows now.
 * @param untilMs where it ends unless the view says so: when its rows were read
 */
export function pinned(view: View, untilMs: number): View {
  const { from, to } = rangeOf(view, untilMs);
  return withRange(view, { from, to: to ?? new Date(untilMs + 1).toISOString() });
}

/** The key of a facet or a completion, where the query language has it. */
export const valueKeyOf = (key: string): ValueKey | null =>
  isQueryKey(key) && factsOf(key).reads !== 'time' ? (key as ValueKey) : null;

/** The logs that can hold what is asked for. */
export const logsOf = (terms: readonly QueryTerm[]): readonly Log[] =>
  LOGS.filter((log) => terms.every((term) => term.kind !== 'key' || canHold(log, term)));

function canHold(log: Log, term: Extract<QueryTerm, { kind: 'key' }>): boolean {
  if (!factsOf(term.key).logs.includes(log)) return term.negated;
  if (term.key !== 'kind') return true;
  const isNamed = term.values.some((value) =>
    value.match === 'exact'
      ? value.text === log
      : value.match === 'prefix' && log.startsWith(value.text),
  );
  return isNamed !== term.negated;
}

/** The view as a query alone, its range among the terms. */
export function asQuery({ q, from, to }: View): string {
  const times = [
    ...(from ? [{ kind: 'time', key: 'after', time: { instant: from } } as const] : []),
    ...(to ? [{ kind: 'time', key: 'before', time: { instant: to } } as const] : []),
  ];
  return `${q} ${printQuery(times)}`.trim();
}
