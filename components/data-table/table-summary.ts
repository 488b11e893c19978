import { formatCount } from '@/components/format/format';
import type { Facet, Noun } from './table-types';

/** What the live region says: "128 tokens, filtered by group and search". */
export function describeTable(options: {
  state: { q: string; filters: Record<string, string[] | null> };
  facets: Facet[];
  noun: Noun;
  shown: number;
  good: { total?: number | null | undefined; nextCursor: string | null } | undefined;
}): string {
  const { state, facets, noun, shown, good } = options;
  if (!good) return '';
  const exact = good.total ?? undefined;
  const count =
    exact === undefined && good.nextCursor !== null
      ? `${formatCount(shown, noun.one, noun.other)} on this page`
      : formatCount(exact ?? shown, noun.one, noun.other);
  const by = facets
    .filter((facet) => state.filters[facet.id]?.length)
    .map((facet) => facet.label.toLowerCase());
  if (state.q) by.push('search');
  return by.length === 0 ? count : `${count}, filtered by ${by.join(' and ')}`;
}
