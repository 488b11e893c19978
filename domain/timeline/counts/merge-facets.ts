/** What rows are counted by, as the query language names it. */
export const FACET_KEYS = [
  ...(['outcome', 'code', 'action', 'group', 'token', 'actor'] as const),
  ...(['api', 'operation', 'ip', 'verifier'] as const),
] as const;
export type FacetKey = (typeof FACET_KEYS)[number];

export interface FacetValue {
  readonly key: FacetKey;
  /** As it is looked for: `key:value`. */
  readonly value: string;
  /** A name that it had in these rows; null where the value says it. */
  readonly label: string | null;
  readonly count: number;
  /** Whether all of the range was counted, and not the newest rows alone. */
  readonly isAll: boolean;
}

/** Values of each key. */
export const MAX_VALUES = 10;

/** The commonest values of each key over both logs; keys without any are left out. */
export function mergeFacets(counted: readonly FacetValue[]) {
  return FACET_KEYS.flatMap((key) => {
    const values = new Map<string, FacetValue>();
    for (const one of counted.filter((each) => each.key === key)) {
      const known = values.get(one.value);
      const label = known?.label ?? one.label;
      values.set(one.value, { ...one, label, count: one.count + (known?.count ?? 0) });
    }
    const commonest = [...values.values()]
      .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
      .slice(0, MAX_VALUES)
      .map(({ value, label, count }) => ({ value, label, count }));
    const isAll = counted.every((each) => each.key !== key || each.isAll);
    return commonest.length > 0 ? [{ key, isAll, values: commonest }] : [];
  });
}
