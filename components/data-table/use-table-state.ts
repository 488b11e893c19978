'use client';

import { debounce, defaultRateLimit, parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs';
import { useMemo, useTransition } from 'react';
import { useSecretHandler } from '@/components/secret-paste/secret-paste';
import { findSecret, withoutSecrets } from '@/components/secret-paste/secret-pattern';
import { formatSort, parseCursors, parseSort, popCursor, pushCursor } from './table-query';

type Sort = ReturnType<typeof parseSort>;

const searchDelayMs = 250;

/** The URL state of the page's list; every change asks the server for new rows. */
export function useTableState(facetIds: readonly string[], defaultSort: string) {
  const [pending, startTransition] = useTransition();
  const onSecret = useSecretHandler();
  const facetKey = facetIds.join(',');
  const facetParsers = useMemo(
    () =>
      Object.fromEntries(
        facetKey
          .split(',')
          .filter(Boolean)
          .map((id) => [id, parseAsArrayOf(parseAsString)]),
      ),
    [facetKey],
  );
  const options = { shallow: false, startTransition, scroll: false } as const;
  const [filters, setFilters] = useQueryStates(facetParsers, options);
  const [main, setMain] = useQueryStates(
    { q: parseAsString.withDefault(''), sort: parseAsString, cursors: parseAsString },
    options,
  );
  const cursors = parseCursors(main.cursors);
  const sort = parseSort(main.sort ?? defaultSort);

  return {
    pending,
    q: main.q,
    sort,
    filters,
    pageNumber: cursors.length + 1,
    isFiltered: main.q !== '' || Object.values(filters).some((values) => values?.length),

    /** A secret typed or pasted here goes to the shell's handler, never into the address. */
    setSearch(text: string) {
      const secret = findSecret(text);
      if (secret) onSecret?.(secret);
      const q = secret ? withoutSecrets(text) : text;
      const limitUrlUpdates = q === '' ? defaultRateLimit : debounce(searchDelayMs);
      void setMain({ q: q || null, cursors: null }, { limitUrlUpdates });
    },
    setFilter(id: string, values: string[]) {
      void setMain({ cursors: null });
      void setFilters({ [id]: values.length > 0 ? values : null });
    },
    clearFilters() {
      void setMain({ q: null, cursors: null });
      void setFilters(null);
    },
    setSort(wanted: Sort) {
      const next = formatSort(wanted);
      void setMain({ sort: next === defaultSort ? null : next, cursors: null });
    },
    nextPage(cursor: string) {
      void setMain({ cursors: pushCursor(cursors, cursor) }, { history: 'push' });
    },
    previousPage() {
      void setMain({ cursors: popCursor(cursors) }, { history: 'push' });
    },
    firstPage() {
      void setMain({ cursors: null }, { history: 'push' });
    },
  };
}

export type TableState = ReturnType<typeof useTableState>;
