import { expect, test } from 'vitest';
import { type ScopesPreview, scopeWords } from './scope-words';

const operations = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    api: 'billing',
    name: `operation${index}`,
    method: 'GET',
    pathTemplate: '/',
  }));
const preview = (changes: Partial<ScopesPreview>): ScopesPreview => ({
  added: [],
  removed: [],
  gained: [],
  lost: [],
  tokenCount: 0,
  tokens: [],
  handsOutControl: false,
  needsAdministrator: false,
  needsSecond: false,
  ...changes,
});

test('says what is gained and lost, and how many tokens follow', () => {
  const changes = { added: ['a', 'b'], removed: ['c'], gained: operations(4), lost: operations(1) };
  expect(scopeWords(preview({ ...changes, tokenCount: 12 }))).toBe(
    '+2 −1 scopes · 4 operations gained, 1 lost · 12 tokens follow at once',
  );
});

test('scopes that overlap with others may change no operation', () => {
  expect(scopeWords(preview({ added: ['a'], tokenCount: 1 }))).toBe(
    '+1 scope · no operation gained or lost · 1 token follows at once',
  );
});

test('the saved set changes nothing', () => {
  expect(scopeWords(preview({}))).toBe('Nothing would change');
});
