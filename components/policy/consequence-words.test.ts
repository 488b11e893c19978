import { expect, test } from 'vitest';
import { consequenceWords } from './consequence-words';

const words = (nowCount: number, laterCount: number, restoredCount: number) =>
  consequenceWords({ nowCount, laterCount, restoredCount });

test('says what stops at once, what stops later, and what works again', () => {
  expect(words(3, 2, 1)).toBe(
    '3 tokens stop at once · 2 stop later unless rotated · 1 works again',
  );
});

test('names tokens in the first part, and one as one', () => {
  expect(words(0, 1, 0)).toBe('1 token stops later unless rotated');
  expect(words(0, 0, 1_200)).toBe('1,200 tokens work again');
  expect(words(1, 0, 0)).toBe('1 token stops at once');
});

test('says that nothing is touched', () => {
  expect(words(0, 0, 0)).toBe('No living token is touched');
});
