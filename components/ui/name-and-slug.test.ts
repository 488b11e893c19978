import { expect, test } from 'vitest';
import { slugOf } from './name-and-slug';

test('a name becomes lower-case words joined by hyphens', () => {
  expect(slugOf('Billing API (EU)')).toBe('billing-api-eu');
  expect(slugOf('  Größe & Maß  ')).toBe('gro-e-ma');
  expect(slugOf('Éclair')).toBe('eclair');
});

test('a name without usable letters suggests nothing', () => {
  expect(slugOf('日本')).toBe('');
});

test('a long name is cut without a hyphen at the end', () => {
  expect(slugOf(`${'a'.repeat(63)} b`)).toBe('a'.repeat(63));
});
