import { expect, test } from 'vitest';
import type { OperationRow } from '@/components/apis/operation-row';
import type { TableQuery } from '@/components/data-table/table-query';
import type { OperationView } from '@/domain/apis/list-operations';
import type { ScopeView } from '@/domain/scopes/scope-view';
import { facetOptions, pageOfRows, toOperationRows } from './operation-rows';

const operation = (name: string, more: Partial<OperationView> = {}): OperationView => ({
  id: `opr_${name}`,
  name,
  method: 'GET',
  pathTemplate: `/${name}`,
  summary: '',
  tags: [],
  deprecated: false,
  isPublic: false,
  aliases: [],
  source: 'document',
  scopes: [],
  ...more,
});
const scope = (name: string, groupIds: string[]): ScopeView => ({
  id: `scp_${name}`,
  api: { id: 'api_1', slug: 'shop', name: 'Shop' },
  name,
  description: '',
  builtIn: false,
  operations: [],
  groups: groupIds.map((id) => ({ id, slug: id, name: id })),
  liveTokenCount: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
});
const query = (more: Partial<TableQuery> = {}): TableQuery => ({
  q: '',
  sort: { column: 'name', descending: false },
  cursor: null,
  filters: {},
  isFiltered: false,
  ...more,
});
const namesOf = (rows: readonly OperationRow[]) => rows.map((row) => row.name);

test('an operation counts the distinct groups of all scopes that hold it', () => {
  const [row] = toOperationRows(
    [operation('list', { scopes: ['read', 'write'] })],
    [scope('read', ['grp_a', 'grp_b']), scope('write', ['grp_b'])],
  );
  expect(row?.groupCount).toBe(2);
  expect(row?.scopes).toEqual([
    { name: 'read', id: 'scp_read' },
    { name: 'write', id: 'scp_write' },
  ]);
});

test('who holds an operation is left unsaid to readers who cannot see all scopes', () => {
  const rows = toOperationRows([operation('held', { scopes: ['x'] }), operation('free')], null);
  expect(rows.map((row) => row.groupCount)).toEqual([null, 0]);
});

test('facets narrow together, and each counts its own values', () => {
  const rows = toOperationRows(
    [
      operation('a', { tags: ['issues'] }),
      operation('b', { tags: ['issues'], method: 'POST' }),
      operation('c', { tags: ['pulls', 'issues'] }),
      operation('d', { method: null, pathTemplate: null }),
    ],
    [],
  );
  expect(facetOptions(rows, 'tag')).toEqual([
    { value: 'issues', count: 3, label: 'issues' },
    { value: 'pulls', count: 1, label: 'pulls' },
  ]);
  const filters = { tag: ['issues'], method: ['GET'] };
  expect(namesOf(pageOfRows(rows, query({ filters })).items)).toEqual(['a', 'c']);
  expect(namesOf(pageOfRows(rows, query({ filters: { method: ['action'] } })).items)).toEqual([
    'd',
  ]);
});

test('what needs no token can be asked for alone', () => {
  const rows = toOperationRows([operation('a', { isPublic: true }), operation('b')], []);
  expect(facetOptions(rows, 'access').map(({ label, count }) => [label, count])).toEqual([
    ['Public', 1],
    ['Needs a token', 1],
  ]);
  const filters = { access: ['public'] };
  expect(namesOf(pageOfRows(rows, query({ filters })).items)).toEqual(['a']);
});

test('every word of the search must occur, in method, path, name or summary', () => {
  const rows = toOperationRows(
    [operation('issues/list'), operation('issues/create', { method: 'POST' })],
    [],
  );
  expect(namesOf(pageOfRows(rows, query({ q: 'post ISSUES' })).items)).toEqual(['issues/create']);
});

test.each([false, true])(
  'pages follow each other without gap or repeat, descending %s',
  (descending) => {
    const names = Array.from({ length: 120 }, (_, index) => `o${String(index).padStart(3, '0')}`);
    const rows = toOperationRows(
      names.map((name) => operation(name, { pathTemplate: '/same' })),
      [],
    );
    const sort = { column: 'path', descending };
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = pageOfRows(rows, query({ sort, cursor }));
      seen.push(...namesOf(page.items));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(descending ? names.toReversed() : names);
  },
);
