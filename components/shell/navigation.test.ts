import { expect, test } from 'vitest';
import { isCurrent, navigationEntries, usableEntries } from './navigation';

test('a section is current on its own pages and not on those of a namesake', () => {
  expect(isCurrent('/tokens', '/tokens')).toBe(true);
  expect(isCurrent('/tokens', '/tokens/tok_1')).toBe(true);
  expect(isCurrent('/tokens', '/tokens-old')).toBe(false);
  expect(isCurrent('/', '/tokens')).toBe(false);
});

test('every section has a go-to key of its own', () => {
  const keys = navigationEntries.map((entry) => entry.key);
  expect(new Set(keys).size).toBe(keys.length);
});

test('hidden and disabled sections cannot be reached by key', () => {
  const ids = usableEntries({ audit: { hidden: true }, settings: { disabledReason: 'No.' } }).map(
    (entry) => entry.id,
  );
  expect(ids).not.toContain('audit');
  expect(ids).not.toContain('settings');
  expect(ids).toContain('tokens');
});
