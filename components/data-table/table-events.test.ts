import { expect, test } from 'vitest';
import { idsBetween } from './table-events';

const ids = ['a', 'b', 'c', 'd'];

test('shift-click takes every row between the two, in either direction', () => {
  expect(idsBetween(ids, 'b', 'd')).toEqual(['b', 'c', 'd']);
  expect(idsBetween(ids, 'd', 'b')).toEqual(['b', 'c', 'd']);
});

test('without a first row on this page only the clicked row counts', () => {
  expect(idsBetween(ids, undefined, 'c')).toEqual(['c']);
  expect(idsBetween(ids, 'gone', 'c')).toEqual(['c']);
});
