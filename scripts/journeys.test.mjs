import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRoot } from './lib/root.mjs';

const MAX_LINES = 80;
const files = readdirSync(inRoot('e2e')).filter((file) => file.endsWith('.spec.ts'));

/** How many lines each test of a formatted file takes, from its name to the bracket that ends it. */
function lengthsOf(text) {
  const lines = text.split('\n');
  return lines.flatMap((line, from) => {
    const [, margin] = /^( *)(?:test|signedInTest)\(/.exec(line) ?? [];
    if (margin === undefined) return [];
    const ends = new Set([`${margin});`, `${margin}});`]);
    return [lines.slice(from).findIndex((one) => ends.has(one)) + 1];
  });
}

it('measures tests from their first line to their last', () => {
  const text = [
    "test('one', async () => {",
    '  if (ok) {',
    '  }',
    '});',
    '  test(',
    '    x,',
    '  );',
  ];
  expect(lengthsOf(text.join('\n'))).toEqual([4, 3]);
});

it.each(files)('no test of e2e/%s is longer than 80 lines', (file) => {
  const lengths = lengthsOf(readFileSync(inRoot('e2e', file), 'utf8'));
  expect(lengths).not.toEqual([]);
  expect(lengths).not.toContain(0);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(MAX_LINES);
});
