import { expect, it } from 'vitest';
import { asTheFileNames } from './name-documents';

const fileOf = (...paths: string[]) =>
  `version: 1\napis:\n${paths.map((path, at) => `  api-${at}:\n    openapi: ${path}\n`).join('')}`;

it('finds a document by the end of the path that the file has for it', () => {
  const file = fileOf('apis/billing.yaml', 'shop.json');
  const documents = { 'billing.yaml': 'one', 'shop.json': 'two', 'other.yaml': 'three' };
  expect(asTheFileNames({ file, documents })).toEqual({
    'apis/billing.yaml': 'one',
    'shop.json': 'two',
  });
});

it('guesses nothing where two paths end alike', () => {
  const file = fileOf('one/openapi.yaml', 'two/openapi.yaml', 'shop.yaml');
  const documents = { 'openapi.yaml': 'which?', 'shop.yaml': 'this' };
  expect(asTheFileNames({ file, documents })).toEqual({ 'shop.yaml': 'this' });
});

it('leaves what is wrong with the file to its plan', () => {
  expect(asTheFileNames({ file: 'version: [', documents: { 'a.yaml': 'x' } })).toEqual({});
});
