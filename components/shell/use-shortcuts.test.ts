import { expect, test } from 'vitest';
import { meaningOf } from './use-shortcuts';

test('g then a letter within a second goes there', () => {
  expect(meaningOf({ key: 't', atMs: 900 }, { key: 'g', atMs: 0 })).toEqual({
    kind: 'go',
    key: 't',
  });
  expect(meaningOf({ key: 'g', atMs: 300 }, { key: 'g', atMs: 0 })).toEqual({
    kind: 'go',
    key: 'g',
  });
});

test('a letter alone, or too late after g, means nothing', () => {
  expect(meaningOf({ key: 't', atMs: 900 }, undefined)).toBeUndefined();
  expect(meaningOf({ key: 't', atMs: 1500 }, { key: 'g', atMs: 0 })).toBeUndefined();
});

test('slash searches and the question mark helps', () => {
  expect(meaningOf({ key: '/', atMs: 0 }, undefined)).toEqual({ kind: 'search' });
  expect(meaningOf({ key: '?', atMs: 0 }, undefined)).toEqual({ kind: 'help' });
});
