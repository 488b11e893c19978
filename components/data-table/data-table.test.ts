import { expect, test } from 'vitest';
import { describeTable } from './data-table';

const noun = { one: 'token', other: 'tokens' };
const facets = [{ id: 'group', label: 'Group', options: [] }];

test('the announcement counts all matches and names what filters them', () => {
  const state = { q: 'deploy', filters: { group: ['billing'] } };
  const good = { total: 128, nextCursor: 'c' };
  expect(describeTable({ state, facets, noun, shown: 50, good })).toBe(
    '128 tokens, filtered by group and search',
  );
});

test('without a total it speaks of this page only while more pages follow', () => {
  const state = { q: '', filters: { group: null } };
  expect(describeTable({ state, facets, noun, shown: 50, good: { nextCursor: 'c' } })).toBe(
    '50 tokens on this page',
  );
  expect(describeTable({ state, facets, noun, shown: 1, good: { nextCursor: null } })).toBe(
    '1 token',
  );
});
