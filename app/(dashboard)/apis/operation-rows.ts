import type { OperationRow } from '@/components/apis/operation-row';
import type { TableQuery } from '@/components/data-table/table-query';
import type { FacetOption } from '@/components/data-table/table-types';
import type { OperationView } from '@/domain/apis/list-operations';
import type { ScopeChoice } from '@/domain/scopes/scope-view';

export const ROWS_A_PAGE = 50;
export const PLAIN_ACTION = 'action';
export const OPERATION_SORTS = ['name', 'path', 'method'] as const;

/**
 * Joins operations with the scopes that hold them.
 * @param scopes all scopes of the API, or null where the reader can't see them all: then whether
 * some group holds an operation is left unsaid
 */
export function toOperationRows(
  operations: readonly OperationView[],
  scopes: readonly ScopeChoice[] | null,
): OperationRow[] {
  const byName = new Map(scopes?.map((scope) => [scope.name, scope]));
  return operations.map(({ scopes: names, source, ...operation }) => {
    const held = names.map((name) => ({ name, id: byName.get(name)?.id ?? null }));
    const groups = names.flatMap((name) => byName.get(name)?.groups ?? []);
    const groupCount = new Set(groups.map((group) => group.id)).size;
    const known = scopes !== null || names.length === 0;
    return { ...operation, source, scopes: held, groupCount: known ? groupCount : null };
  });
}

const LABELS: Record<string, Record<string, string>> = {
  granted: { granted: 'Held by a group', nobody: 'Granted to nobody' },
  access: { public: 'Public', token: 'Needs a token' },
};

const facetValues: Record<string, (row: OperationRow) => readonly string[]> = {
  method: (row) => [row.method ?? PLAIN_ACTION],
  tag: (row) => row.tags,
  granted: (row) => (row.groupCount === null ? [] : [row.groupCount === 0 ? 'nobody' : 'granted']),
  access: (row) => [row.isPublic ? 'public' : 'token'],
};
export const OPERATION_FACETS = Object.keys(facetValues);

/** The values of a facet with how many operations have each, most common first. */
export function facetOptions(rows: readonly OperationRow[], facet: string): FacetOption[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const value of facetValues[facet]?.(row) ?? []) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort((left, right) => right[1] - left[1] || left[0].localeCompare(right[0]))
    .map(([value, count]) => ({
      value,
      count,
      label: LABELS[facet]?.[value] ?? value,
    }));
}

const sortText: Record<string, (row: OperationRow) => string> = {
  name: (row) => row.name,
  path: (row) => row.pathTemplate ?? '',
  method: (row) => row.method ?? '',
};

/** The rows one page of the table shows: filtered, sorted, from the cursor on. */
export function pageOfRows(rows: readonly OperationRow[], query: TableQuery) {
  const words = query.q.toLowerCase().split(/\s+/).filter(Boolean);
  const facets = Object.entries(query.filters);
  const direction = query.sort.descending ? -1 : 1;
  const keyOf = (row: OperationRow) => `${sortText[query.sort.column]?.(row)}\u0000${row.name}`;
  const compare = (left: string, right: string) =>
    left === right ? 0 : left < right ? -direction : direction;
  const found = rows
    .filter((row) => facets.every(([id, chosen]) => hasOne(facetValues[id]?.(row), chosen)))
    .filter((row) => hasWords(row, words))
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((left, right) => compare(left.key, right.key));
  const after = query.cursor === null ? null : decodeCursor(query.cursor);
  const rest = after === null ? found : found.filter(({ key }) => compare(key, after) > 0);
  const last = rest[ROWS_A_PAGE - 1];
  return {
    items: rest.slice(0, ROWS_A_PAGE).map(({ row }) => row),
    nextCursor: last && rest.length > ROWS_A_PAGE ? encodeCursor(last.key) : null,
    total: found.length,
  };
}

const hasOne = (values: readonly string[] | undefined, chosen: readonly string[]) =>
  values?.some((value) => chosen.includes(value)) ?? true;

function hasWords(row: OperationRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text =
    `${row.method} ${row.pathTemplate} ${row.name} ${row.aliases.join(' ')} ${row.summary}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

const encodeCursor = (key: string) => Buffer.from(key).toString('base64url');
const decodeCursor = (cursor: string) => Buffer.from(cursor, 'base64url').toString();
