import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inRoot } from './lib/root.mjs';

const folder = inRoot('docs/adr');
const files = readdirSync(folder).filter((file) => file.endsWith('.md'));

it('each decision has a number of its own, and they leave none out', () => {
  const numbers = files.map((file) => Number(file.slice(0, 4))).sort((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, at) => at + 1));
});

it.each(files)('%s has its number in its title, and a date', (file) => {
  const [title, , dated] = readFileSync(join(folder, file), 'utf8').split('\n');
  expect(title).toMatch(new RegExp(`^# ${Number(file.slice(0, 4))}\\. `));
  expect(dated).toMatch(/^20\d\d-\d\d-\d\d · /);
});
