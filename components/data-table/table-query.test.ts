import { expect, test } from 'vitest';
import { parseCursors, popCursor, pushCursor, readTableQuery } from './table-query';

const config = {
  facets: ['status', 'group'],
  sorts: ['name', 'createdAt'],
  defaultSort: '-createdAt',
} as const;

test('an empty address is the default view', () => {
  expect(readTableQuery({}, config)).toEqual({
    q: '',
    sort: { column: 'createdAt', descending: true },
    cursor: null,
    filters: {},
    isFiltered: false,
  });
});

test('search, sort, facets and cursor are read from the address', () => {
  const params = { q: ' deploy ', sort: 'name', status: 'active,revoked', cursors: 'a~b' };
  expect(readTableQuery(params, config)).toEqual({
    q: 'deploy',
    sort: { column: 'name', descending: false },
    cursor: 'b',
    filters: { status: ['active', 'revoked'] },
    isFiltered: true,
  });
});

test('a column that cannot be sorted falls back to the default', () => {
  expect(readTableQuery({ sort: 'secret_hash; drop' }, config).sort.column).toBe('createdAt');
});

test('commas inside a value survive, and repeated parameters count once', () => {
  const params = { group: ['a%2Cb,c', 'ignored'] };
  expect(readTableQuery(params, config).filters).toEqual({ group: ['a,b', 'c'] });
});

test('oversized text and endless choices are cut', () => {
  const params = { q: 'x'.repeat(10_000), status: Array(100).fill('a').join(',') };
  const query = readTableQuery(params, config);
  expect(query.q).toHaveLength(200);
  expect(query.filters.status).toHaveLength(50);
});

test('next and previous walk the same pages', () => {
  const second = pushCursor([], 'a');
  const third = pushCursor(parseCursors(second), 'b');
  expect(parseCursors(third)).toEqual(['a', 'b']);
  expect(popCursor(parseCursors(third))).toBe(second);
  expect(popCursor(parseCursors(second))).toBeNull();
});

test('a long walk forgets its oldest pages instead of growing the address', () => {
  let cursors = '';
  for (let page = 0; page < 100; page += 1) {
    cursors = pushCursor(parseCursors(cursors), `cursor${page}`);
  }
  expect(parseCursors(cursors)).toHaveLength(40);
  expect(parseCursors(cursors).at(-1)).toBe('cursor99');
});
