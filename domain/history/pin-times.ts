import { parseQuery } from './query/parse-query';
import { instantOf } from './query/read-time';
import type { Place } from './query/terms';
import type { HistoryFilter } from './range';

/**
 * The same filter with the times that its query counts back from the present written out, so that who goes
 * on with it later asks for the same. A query that can't be read stays as it is, for its problems have places.
 */
export function pinTimes(filter: HistoryFilter, nowMs: number): HistoryFilter {
  const parsed = parseQuery(filter.q ?? '');
  if (!parsed.ok || !parsed.terms.some(({ kind }) => kind === 'time')) return filter;
  const said = (key: 'after' | 'before') =>
    parsed.terms.flatMap((term) =>
      term.kind === 'time' && term.key === key ? [instantOf(term.time, nowMs)] : [],
    );
  const from = inOrder([filter.from, ...said('after')]).at(-1);
  const [to] = inOrder([filter.to, ...said('before')]);
  const q = parsed.terms
    .filter(({ kind }) => kind === 'time')
    .reduceRight((left, { place }) => cutOut(left, place), filter.q ?? '')
    .trim();
  const { q: _q, from: _from, to: _to, ...rest } = filter;
  return { ...rest, ...(q && { q }), ...(from && { from }), ...(to && { to }) };
}

const cutOut = (text: string, { at, length }: Place) => text.slice(0, at) + text.slice(at + length);

const inOrder = (times: readonly (string | undefined)[]): string[] =>
  times
    .filter((time) => time !== undefined)
    .toSorted((one, other) => Date.parse(one) - Date.parse(other));
