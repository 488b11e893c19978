import { expect, test } from 'vitest';
import { rowAfterKey } from './use-chooser-keys';

test.each([
  ['ArrowDown', 3, 4],
  ['ArrowUp', 3, 2],
  ['PageDown', 3, 13],
  ['Home', 3, 0],
  ['End', 3, 19],
])('%s from row %d leads to row %d', (key, from, to) => {
  expect(rowAfterKey(key, from, 20)).toBe(to);
});

test('no key leads out of the list', () => {
  expect(rowAfterKey('ArrowUp', 0, 20)).toBe(0);
  expect(rowAfterKey('PageDown', 15, 20)).toBe(19);
});

test('other keys lead nowhere', () => {
  expect(rowAfterKey('a', 3, 20)).toBeNull();
});
