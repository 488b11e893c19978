import { and, not, or, type SQL } from 'drizzle-orm';
import { decisionCounts } from '@/db/schema/history';
import type { Reach } from '@/domain/authority/reach';
import type { ValueKey } from '@/domain/history/query/keys';
import type { PlacedTerm, QueryValue } from '@/domain/history/query/terms';
import { holds } from '@/domain/history/search';

type KeyTerm = Extract<PlacedTerm, { kind: 'key' }>;
type Dimension = (typeof decisionCounts.dimension.enumValues)[number];

/** What decisions are counted by, hour by hour, under the key it is asked with. */
const DIMENSIONS: Readonly<Partial<Record<ValueKey, Exclude<Dimension, 'all'>>>> = {
  code: 'code',
  api: 'api',
  operation: 'operation',
  group: 'group',
  token: 'token',
  actor: 'actor',
  identity: 'actor',
};

/** How the prefix of an id tells it from a name. */
const IDS: Readonly<Partial<Record<Dimension, string>>> = {
  group: 'grp_',
  token: 'tok_',
  actor: 'idn_',
};

export interface CountedByHour {
  /** By what the rows asked for are counted; `all` where nothing but verifier and outcome is asked. */
  readonly dimension: Dimension;
  /** Which of its counts are asked for, hours aside. */
  readonly where: SQL | undefined;
  readonly outcomes: readonly ('allowed' | 'denied')[];
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
  const conditions: (SQL | undefined)[] = [];
  for (const term of terms) {
    if (term.kind === 'time') continue;
    if (term.kind === 'text') return null;
    if (term.key === 'kind') continue;
    if (term.key === 'outcome') {
      outcomes = outcomes.filter((outcome) => isMeant(term, outcome));
    } else if (term.key === 'verifier') {
      conditions.push(
        turned(term, or(...term.values.map((one) => holds(decisionCounts.verifier, one)))),
      );
    } else {
      const asked = DIMENSIONS[term.key];
      if (!asked || dimension !== 'all' || term.negated) return null;
      const found = valuesOf(asked, term.values);
      if (!found) return null;
      dimension = asked;
      conditions.push(found);
    }
  }
  return { dimension, where: and(...conditions), outcomes };
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
    const prefix = IDS[dimension];
    const isName = prefix !== undefined && !value.text.startsWith(prefix);
    return holds(isName ? decisionCounts.label : decisionCounts.value, value);
  });
  return found.includes(null) ? null : (or(...found.map((one) => one ?? undefined)) ?? null);
}
