import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { uncheckedOperations } from './lib/unchecked-operations.mjs';

const NAMES = `export type Name = 'tokens.list' | 'tokens.revoke';`;
const DECLARED = `
import type { Name } from './domain/base/operation-names';
declare function take(name: Name): void;
declare function takeText(text: string): void;
declare function sql(parts: TemplateStringsArray): void;
declare const text: string;
declare const name: Name;
`;
const CHECKED = [
  `take('tokens.list');`,
  `export const words: Record<Name, number> = { 'tokens.list': 1, 'tokens.revoke': 2 };`,
  `export const held: ReadonlySet<Name> = new Set<Name>(['tokens.list', 'tokens.revoke']);`,
  `export const isList = name === 'tokens.list';`,
];
const UNCHECKED = [
  `takeText('tokens.list');`,
  `export const names = ['tokens.list'];`,
  `export const loose: Record<string, number> = { 'tokens.list': 1 };`,
  `export const isThat = text === 'tokens.list';`,
  "sql`select 'tokens.list'`;",
];
let folder;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'keyward-names-')));
  const compilerOptions = {
    strict: true,
    target: 'es2022',
    moduleResolution: 'bundler',
    module: 'esnext',
    types: [],
  };
  mkdirSync(join(folder, 'domain/base'), { recursive: true });
  writeFileSync(join(folder, 'domain/base/operation-names.ts'), NAMES);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('tells names that the compiler checks from those that may be misspelt', {
  timeout: 60_000,
}, () => {
  writeFileSync(join(folder, 'part.ts'), [DECLARED, ...CHECKED, ...UNCHECKED].join('\n'));
  const { checked, unchecked } = uncheckedOperations(folder);
  const firstLine = `${DECLARED}\n${CHECKED.join('\n')}`.split('\n').length + 1;
  expect(unchecked).toEqual(UNCHECKED.map((_, at) => `part.ts:${firstLine + at} tokens.list`));
  expect(checked).toBe(6);
});

it('every operation named in the product is checked by the compiler', { timeout: 180_000 }, () => {
  expect(uncheckedOperations().unchecked).toEqual([]);
});
