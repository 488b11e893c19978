import { and, not, or, type SQL } from 'drizzle-orm';
import { decisionCounts } from '@/db/schema/history';
import type { Reach } from '@/domain/authority/reach';
import type { PlacedTerm, QueryValue } from '@/domain/history/query/terms';
import { holds } from '@/domain/history/search';

type KeyTerm = Extract<PlacedTerm, { kind: 'key' }>;

/** What decisions are counted by, hour by hour, as the query language names it. */
export const DIMENSIONS = ['code', 'api', 'operation', 'group'] as const;
/** The same day by day, over all verifiers: there are too many of them. */
const DAILY = ['token', 'actor'] as const;
type Hourly = (typeof DIMENSIONS)[number];
type Daily = (typeof DAILY)[number];

/** Keys that mean the same in decisions. */
const DIMENSION_OF: Readonly<Partial<Record<KeyTerm['key'], Hourly | Daily>>> = {
  ...{ code: 'code', api: 'api', operation: 'operation', group: 'group' },
  ...{ token: 'token', actor: 'actor', identity: 'actor' },
};
/** How an id begins, where a name is looked for as well. */
const PREFIXES: Readonly<Partial<Record<Hourly | Daily, string>>> = {
  ...{ group: 'grp_', token: 'tok_', actor: 'idn_' },
};

export interface Counted<Dimension> {
  /** By what the rows asked for are counted; `all` where nothing but verifier and outcome is asked. */
  readonly dimension: Dimension;
  /** Which of its counts are asked for, hours aside. */
  readonly where: SQL | undefined;
  readonly outcomes: readonly ('allowed' | 'denied')[];
  /** Whether all verifiers are asked for. */
  readonly isOfAllVerifiers: boolean;
}

export type CountedByHour = Counted<'all' | Hourly>;
export type CountedByDay = Counted<Daily>;

/** Whether what a search asks of decisions is counted already, hour by hour. */
export const countedByHour = (
  reach: Reach | null,
  terms: readonly PlacedTerm[],
): CountedByHour | null => {
  const counted = countedBy(reach, terms);
  if (!counted || isDaily(counted.dimension)) return null;
  return { ...counted, dimension: counted.dimension };
};

/** Whether it is counted day by day. */
export const countedByDay = (
  reach: Reach | null,
  terms: readonly PlacedTerm[],
): CountedByDay | null => {
  const counted = countedBy(reach, terms);
  if (!counted?.isOfAllVerifiers || !isDaily(counted.dimension)) return null;
  return { ...counted, dimension: counted.dimension };
};

type CountedBy = Counted<'all' | Hourly | Daily>;
const isDaily = (dimension: CountedBy['dimension']): dimension is Daily =>
  DAILY.some((one) => one === dimension);

/**
 * At most one thing that decisions are counted by, verifiers and outcomes beside it, all of it within
 * reach. Times are left to whoever asks.
 */
function countedBy(reach: Reach | null, terms: readonly PlacedTerm[]) {
  if (!reach?.everywhere) return null;
  let dimension: CountedBy['dimension'] = 'all';
  let outcomes: CountedBy['outcomes'] = ['allowed', 'denied'];
  let isOfAllVerifiers = true;
  const conditions: (SQL | undefined)[] = [];
  for (const term of terms) {
    if (term.kind === 'time') continue;
    if (term.kind === 'text') return null;
    if (term.key === 'kind') continue;
    if (term.key === 'outcome') {
      outcomes = outcomes.filter((outcome) => isMeant(term, outcome));
    } else if (term.key === 'verifier') {
      isOfAllVerifiers = false;
      conditions.push(
        turned(term, or(...term.values.map((one) => holds(decisionCounts.verifier, one)))),
      );
    } else {
      const asked = DIMENSION_OF[term.key];
      if (!asked || dimension !== 'all' || term.negated) return null;
      const found = valuesOf(asked, term.values);
      if (!found) return null;
      dimension = asked;
      conditions.push(found);
    }
  }
  const counted: CountedBy = { dimension, where: and(...conditions), outcomes, isOfAllVerifiers };
  return counted;
}

const turned = ({ negated }: KeyTerm, condition: SQL | undefined) =>
  negated && condition ? not(condition) : condition;

function isMeant({ values, negated }: KeyTerm, outcome: string): boolean {
  const isNamed = values.some(
    (value) =>
      value.match !== 'none' &&
      (value.match === 'prefix'
        ? outcome.startsWith(value.text.toLowerCase())
        : outcome === value.text),
  );
  return isNamed !== negated;
}

/** An id is compared with ids, and a name with the names they had; null for what is not counted. */
function valuesOf(dimension: Hourly | Daily, values: readonly QueryValue[]): SQL | null {
  const prefix = PREFIXES[dimension];
  const found = values.map((value) => {
    if (value.match === 'none' || value.text === '') return null;
    const isName = prefix !== undefined && !value.text.startsWith(prefix);
    return holds(isName ? decisionCounts.label : decisionCounts.value, value);
  });
  return found.includes(null) ? null : (or(...found.map((one) => one ?? undefined)) ?? null);
}
