import { expect, test } from 'vitest';
import { changeOf, describeChange } from './scope-change';

const owned = { groupCount: 2, tokenCount: 14 };

test('a change says what comes and goes, and who follows', () => {
  const change = changeOf(['a', 'b'], new Set(['b', 'c', 'd', 'e']));
  expect(change).toEqual({ added: ['c', 'd', 'e'], removed: ['a'] });
  expect(describeChange(change, owned)).toBe(
    '+3 −1 operations · 2 groups · 14 tokens follow at once',
  );
});

test('one of each is said in the singular', () => {
  expect(describeChange({ added: ['a'], removed: [] }, { groupCount: 1, tokenCount: 1 })).toBe(
    '+1 operation · 1 group · 1 token follows at once',
  );
});

test('a scope no group owns opens nothing yet', () => {
  expect(describeChange({ added: [], removed: ['a', 'b'] }, { groupCount: 0, tokenCount: 0 })).toBe(
    '−2 operations · no group owns it, so nothing opens yet',
  );
});

test('the same selection in another order is no change', () => {
  expect(describeChange(changeOf(['a', 'b'], new Set(['b', 'a'])), owned)).toBeNull();
});
