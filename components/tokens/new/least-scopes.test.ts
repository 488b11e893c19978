import { expect, test } from 'vitest';
import type { GrantedScope } from '@/domain/authority/granted-scopes';
import { addedBy, addedWords } from './least-scopes';

const scope = (id: string, operations: string[], api = 'billing') =>
  ({
    ...{ id, name: id, api: { id: api, slug: api } },
    operations: operations.map((name) => ({ name })),
  }) as GrantedScope;
const read = scope('read', ['list', 'get']);
const write = scope('write', ['get', 'create']);
const other = scope('other', ['list'], 'dispatch');

test('a scope adds what those that are chosen do not open, within its API', () => {
  expect(addedBy([read, write, other], [], write)).toEqual(['get', 'create']);
  expect(addedBy([read, write, other], ['read'], write)).toEqual(['create']);
  expect(addedBy([read, write, other], ['read'], other)).toEqual(['list']);
  expect(addedBy([read, write], ['write'], write)).toEqual(['get', 'create']);
});

test('says what it adds, the first by name', () => {
  expect(addedWords(['a'])).toBe('adds a');
  expect(addedWords(['a', 'b'])).toBe('adds a and b');
  expect(addedWords(['a', 'b', 'c', 'd'])).toBe('adds a, b and 2 more');
  expect(addedWords([])).toContain('nothing');
});
