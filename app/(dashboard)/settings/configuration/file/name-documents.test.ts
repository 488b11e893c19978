import { expect, it, vi } from 'vitest';
import { systemActor } from '@/domain/base/actor';
import { applyConfiguration } from '@/domain/configuration/apply-configuration';
import { planConfiguration } from '@/domain/configuration/plan-configuration';
import * as reading from '@/domain/configuration/read-file';
import { asTheFileNames, documentsOf } from './name-documents';

vi.mock('@/domain/configuration/read-file', { spy: true });

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

it('reads nothing of a file for whoever may not have it done', () => {
  const sent = { file: fileOf('shop.yaml'), documents: { 'shop.yaml': 'this' } };
  const planner = systemActor('test', ['configuration.plan']);
  vi.mocked(reading.readFile).mockClear();
  expect(documentsOf(planner, applyConfiguration, sent)).toEqual({});
  expect(reading.readFile).not.toHaveBeenCalled();
  expect(documentsOf(planner, planConfiguration, sent)).toEqual({ 'shop.yaml': 'this' });
});
