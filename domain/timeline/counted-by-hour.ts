import { and, not, or, type SQL } from 'drizzle-orm';
import { decisionCounts } from '@/db/schema/history';
import type { Reach } from '@/domain/authority/reach';
import type { PlacedTerm, QueryValue } from '@/domain/history/query/terms';
import { holds } from '@/domain/history/search';

type KeyTerm = Extract<PlacedTerm, { kind: 'key' }>;

/** What decisions are counted by, hour by hour, as the query language names it. */
export const DIMENSIONS = ['code', 'api', 'operation', 'group'] as const;
type Dimension = 'all' | (typeof DIMENSIONS)[number];

export interface CountedByHour {
  /** By what the rows asked for are counted; `all` where nothing but verifier and outcome is asked. */
  readonly dimension: Dimension;
  /** Which of its counts are asked for, hours aside. */
  readonly where: SQL | undefined;
  readonly outcomes: readonly ('allowed' | 'denied')[];
  /** Whether all verifiers are asked for. */
  readonly isOfAllVerifiers: boolean;
}

/**
 * Whether what a search asks of decisions is counted already: at most one thing that they are counted
 * by, verifiers and outcomes beside it, all of it within reach. Times are left to whoever asks.
 */
export function countedByHour(
  reach: Reach | null,
  terms: readonly PlacedTerm[],
): CountedByHour | null {
  if (!reach?.everywhere) return null;
  let dimension: Dimension = 'all';
  let outcomes: readonly ('allowed' | 'denied')[] = ['allowed', 'denied'];
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
      const asked = DIMENSIONS.find((one) => one === term.key);
      if (!asked || dimension !== 'all' || term.negated) return null;
      const found = valuesOf(asked, term.values);
      if (!found) return null;
      dimension = asked;
      conditions.push(found);
    }
  }
  return { dimension, where: and(...conditions), outcomes, isOfAllVerifiers };
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
function valuesOf(dimension: Dimension, values: readonly QueryValue[]): SQL | null {
  const found = values.map((value) => {
    if (value.match === 'none' || value.text === '') return null;
    const isName = dimension === 'group' && !value.text.startsWith('grp_');
    return holds(isName ? decisionCounts.label : decisionCounts.value, value);
  });
  return found.includes(null) ? null : (or(...found.map((one) => one ?? undefined)) ?? null);
}
