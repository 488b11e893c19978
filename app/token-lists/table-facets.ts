import { askIfAllowed } from '@/app/server/run';
import type { Facet, FacetOption } from '@/components/data-table/table-types';
import { blockedWords } from '@/components/tokens/blocked-words';
import { daysWords } from '@/components/tokens/expiries/expiry-words';
import { statusWord } from '@/components/ui/status-badge';
import { nameScopes } from '@/domain/scopes/list-scopes';
import type { TokenFacets } from '@/domain/tokens/token-facets';
import { BLOCKED_BY, TOKEN_STATUSES, type TokenStatus } from '@/domain/tokens/token-view';

import { ANY_STATUS, ENDS_WITHIN, endingRange } from './table-input';

const wordOf = (status: TokenStatus) => (status === 'blocked' ? 'Blocked' : statusWord(status));
const byLabel = (left: { label: string }, right: { label: string }) =>
  left.label.localeCompare(right.label, 'en');

const unusedDays = ['7', '30', '90', '180'];

/**
 * What the list can be narrowed by; `counts` is missing where the list could not be read, or is cut down to
 * fewer facets.
 * @param ends what is chosen of when they end: days that a picture led to are offered, too
 * @param scopes `scopeOptions`; there is no such facet without any
 */
export function tokenTableFacets(
  counts: TokenFacets | undefined,
  ends: readonly string[] = [],
  scopes: FacetOption[] = [],
): Facet[] {
  const countOf = (values: { value: string; count: number }[] | undefined, value: string) =>
    values?.find((each) => each.value === value)?.count ?? 0;
  const facets: Facet[] = [
    {
      id: 'status',
      label: 'Status',
      options: [
        ...[...TOKEN_STATUSES].reverse().map((value) => ({
          value,
          label: wordOf(value),
          count: countOf(counts?.status, value),
        })),
        { value: ANY_STATUS, label: 'All, ended ones too' },
      ],
    },
    {
      id: 'blocked',
      label: 'Blocked by',
      options: [...BLOCKED_BY].reverse().map((value) => ({
        value,
        label: blockedWords(value),
        count: countOf(counts?.blockedBy, value),
      })),
    },
    {
      id: 'kind',
      label: 'Kind',
      options: [
        { value: 'personal', label: 'Personal', count: countOf(counts?.kind, 'personal') },
        { value: 'service', label: 'Service', count: countOf(counts?.kind, 'service') },
      ],
    },
    {
      id: 'group',
      label: 'Group',
      options: (counts?.groups ?? [])
        .map(({ slug, name, count }) => ({ value: slug, label: name, count }))
        .sort(byLabel),
    },
    {
      id: 'identity',
      label: 'Acts for',
      options: (counts?.identities ?? [])
        .map(({ id, name, type, count }) => ({ value: id, label: name, count, icon: type }))
        .sort(byLabel),
    },
  ];
  if (scopes.length > 0) facets.push({ id: 'scope', label: 'Scope', options: scopes });
  return [
    ...facets,
    {
      id: 'powerful',
      label: 'Power',
      options: [
        { value: 'yes', label: 'Can change something' },
        { value: 'no', label: 'Only reads' },
      ],
    },
    {
      id: 'unused',
      label: 'Unused for',
      options: unusedDays.map((value) => ({ value, label: `${value} days` })),
    },
    {
      id: 'ends',
      label: 'Ends',
      options: [
        ...ENDS_WITHIN.map((value) => ({ value, label: `within ${value} days` })),
        ...ends.flatMap((value) => {
          const range = endingRange(value);
          return range ? { value, label: daysWords(range.endsFrom, range.endsTo) } : [];
        }),
      ],
    },
  ];
}

/** Scopes that tokens can be narrowed to; none without the right to see scopes. */
export async function scopeOptions(): Promise<FacetOption[]> {
  const scopes = await askIfAllowed(nameScopes, { limit: 200 });
  if (!scopes.ok) return [];
  return scopes.value.items
    .map(({ api, name }) => ({ value: `${api}/${name}`, label: `${api}/${name}` }))
    .sort(byLabel);
}
