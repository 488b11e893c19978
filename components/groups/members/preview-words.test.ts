import { expect, test } from 'vitest';
import { type MemberPreview, previewWords } from './preview-words';

const nothing: MemberPreview = {
  added: [],
  changed: [],
  removed: [],
  revokedTokens: 0,
  tokens: [],
  operationsGained: 4,
  controlsKeyward: false,
  needsAdministrator: false,
  rights: [],
  needsSecond: false,
};
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), name: `Person ${index}` }));

test('says who comes and goes, what is revoked and what is gained', () => {
  const preview = { ...nothing, added: people(3), removed: people(1), revokedTokens: 12 };
  expect(previewWords(preview)).toBe('+3 −1 members · 12 tokens revoked · each gains 4 operations');
});

test('speaks of one in the singular', () => {
  expect(previewWords({ ...nothing, added: people(1) })).toBe('+1 member · gains 4 operations');
  expect(previewWords({ ...nothing, removed: people(1), revokedTokens: 0 })).toBe(
    '−1 member · 0 tokens revoked',
  );
});

test('says so where nothing would change', () => {
  expect(previewWords(nothing)).toBe('Nothing would change');
  expect(previewWords({ ...nothing, changed: people(2) })).toBe('2 changed');
});

test('counts tokens that end with a membership that begins again', () => {
  const preview = { ...nothing, changed: people(1), revokedTokens: 2 };
  expect(previewWords(preview)).toBe('1 changed · 2 tokens revoked');
});
