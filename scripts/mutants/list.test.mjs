import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { countOf } from '../lib/mutation-copy.mjs';
import { inRoot } from '../lib/root.mjs';
import { MUTANTS } from './list.mjs';

test('every mutation still fits the code, once, and changes it', () => {
  const stale = MUTANTS.filter(({ file, find, replace }) => {
    if (!existsSync(inRoot(file)) || find === replace) return true;
    return countOf(readFileSync(inRoot(file), 'utf8'), find) !== 1;
  });
  expect(stale.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
});

test('the tests that must notice exist', () => {
  const named = new Set(MUTANTS.flatMap(({ tests }) => tests));
  expect([...named].filter((test) => !existsSync(inRoot(test)))).toEqual([]);
});

test('there are at least sixty, told apart by their names', () => {
  const names = new Set(MUTANTS.map(({ file, name }) => `${file}: ${name}`));
  expect(names.size).toBe(MUTANTS.length);
  expect(MUTANTS.length).toBeGreaterThanOrEqual(60);
});

test('every payload that provisioning clients send has handling that it fails without', () => {
  const payloads = readdirSync(inRoot('app/scim/fixtures')).map((file) =>
    file.replace('.json', ''),
  );
  const named = new Set(MUTANTS.flatMap(({ fails = [] }) => fails));
  expect([...named].sort()).toEqual(payloads.sort());
});
