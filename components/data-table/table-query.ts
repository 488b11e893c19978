/** The part of a list's state that lives in the URL, as the server reads it. */
export type TableQuery = {
  /** Free text, trimmed; '' when absent. */
  q: string;
  sort: { column: string; descending: boolean };
  /** Keyset cursor of the wanted page; null = first page. */
  cursor: string | null;
  /** Chosen values per facet; facets without a choice are absent. */
  filters: Record<string, string[]>;
  isFiltered: boolean;
};

export type TableQueryConfig = {
  /** Ids of the facets, which are also their query parameters. */
  facets: readonly string[];
  /** Ids of the sortable columns. */
  sorts: readonly string[];
  /** "-createdAt" sorts descending by createdAt. */
  defaultSort: string;
};

export type PageSearchParams = Record<string, string | string[] | undefined>;

const maxTextLength = 200;
const maxChoices = 50;
const maxCursors = 40;
const separator = '~';

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** "-createdAt" → { column: 'createdAt', descending: true }. */
export function parseSort(text: string): { column: string; descending: boolean } {
  return text.startsWith('-')
    ? { column: text.slice(1), descending: true }
    : { column: text, descending: false };
}

/** The inverse of `parseSort`. */
export function formatSort(sort: { column: string; descending: boolean }): string {
  return `${sort.descending ? '-' : ''}${sort.column}`;
}

/** Cursors of the pages walked through, oldest first; the last one is the current page's. */
export function parseCursors(text: string | null | undefined): string[] {
  return text ? text.split(separator).filter(Boolean) : [];
}

/** Adds the next page; the oldest fall off past 40, so the address stays short. */
export function pushCursor(cursors: string[], next: string): string {
  return [...cursors, next].slice(-maxCursors).join(separator);
}

/** Goes back one page; null is the first page. */
export function popCursor(cursors: string[]): string | null {
  return cursors.slice(0, -1).join(separator) || null;
}

/**
 * Reads a list's state from a page's `searchParams`. Anything unknown or oversized falls back to
 * the default view, so a mangled link still shows something true.
 */
export function readTableQuery(params: PageSearchParams, config: TableQueryConfig): TableQuery {
  const q = (first(params.q) ?? '').trim().slice(0, maxTextLength);
  const wanted = parseSort(first(params.sort) ?? config.defaultSort);
  const sort = config.sorts.includes(wanted.column) ? wanted : parseSort(config.defaultSort);
  const filters: Record<string, string[]> = {};
  for (const facet of config.facets) {
    const values = (first(params[facet]) ?? '')
      .split(',')
      .map((value) => value.replaceAll('%2C', ','))
      .filter(Boolean)
      .slice(0, maxChoices);
    if (values.length > 0) filters[facet] = values;
  }
  return {
    q,
    sort,
    cursor: parseCursors(first(params.cursors)).at(-1) ?? null,
    filters,
    isFiltered: q !== '' || Object.keys(filters).length > 0,
  };
}
