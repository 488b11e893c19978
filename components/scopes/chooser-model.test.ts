import { expect, test } from 'vitest';
import {
  groupByTag,
  indexOperations,
  namesBetween,
  searchOperations,
  selectionOf,
  toRows,
} from './chooser-model';
import type { ScopeOperation } from './scope-operation';

const operation = (name: string, method: string | null, ...tags: string[]): ScopeOperation => ({
  name,
  method,
  pathTemplate: method && `/${name}`,
  summary: '',
  tags,
  deprecated: false,
  aliases: [],
});

const index = indexOperations([
  operation('issues/list', 'GET', 'issues'),
  operation('issues/create', 'POST', 'issues', 'writing'),
  operation('export', null),
  operation('apps/get', 'GET', 'apps'),
]);
const groups = groupByTag(index);
const tagsOf = (found: ReturnType<typeof groupByTag>) => found.map((group) => group.tag);

test('groups are in alphabetical order, and what has no tag comes last', () => {
  expect(tagsOf(groups)).toEqual(['apps', 'issues', '']);
});

test('an operation with several tags stands once, under its first', () => {
  expect(groups.flatMap((group) => group.names).toSorted()).toEqual([
    'apps/get',
    'export',
    'issues/create',
    'issues/list',
  ]);
});

test('every word must occur, be it method, tag, name or path', () => {
  const found = searchOperations(index, 'get ISSUES', null);
  expect(found.map(({ operation: { name } }) => name)).toEqual(['issues/list']);
  expect(searchOperations(index, 'writing', null)).toHaveLength(1);
});

test('the selected-only view keeps to the names it is given', () => {
  const found = searchOperations(index, '', new Set(['export']));
  expect(found.map(({ operation: { name } }) => name)).toEqual(['export']);
});

test('a group names its operations by method', () => {
  expect(groups[1]?.methods).toEqual([
    ['GET', ['issues/list']],
    ['POST', ['issues/create']],
  ]);
});

test('a closed group is one row', () => {
  const rows = toRows(groups, (group) => group.tag === 'issues');
  expect(rows.map((row) => row.key)).toEqual([
    'group apps',
    'group issues',
    'issues/list',
    'issues/create',
    'group ',
  ]);
});

test('a range takes what it passes over: rows of open groups, all of closed ones', () => {
  const rows = toRows(groups, (group) => group.tag === 'issues');
  expect(namesBetween(rows, 2, 0)).toEqual(['apps/get', 'issues/list']);
  expect(namesBetween(rows, 3, 4)).toEqual(['issues/create', 'export']);
});

test('a group is selected in all, in part or not at all', () => {
  const names = ['a', 'b'];
  expect(selectionOf(names, new Set())).toEqual({ count: 0, state: 'none' });
  expect(selectionOf(names, new Set(['b', 'x']))).toEqual({ count: 1, state: 'some' });
  expect(selectionOf(names, new Set(['a', 'b']))).toEqual({ count: 2, state: 'all' });
});
