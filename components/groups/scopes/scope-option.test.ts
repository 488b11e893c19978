import { expect, test } from 'vitest';
import { type ScopeOption, scopeSections } from './scope-option';

const scope = (api: string, name: string, description = ''): ScopeOption => ({
  id: `${api}-${name}`,
  qualified: `${api}/${name}`,
  name,
  description,
  api: { slug: api, name: api.toUpperCase() },
  operationCount: 1,
  controlsKeyward: false,
});
const scopes = [
  scope('fleet', 'vehicles:read'),
  scope('billing', 'invoices:write', 'Create and change invoices'),
  scope('billing', 'invoices:read'),
];
const names = (search: string, only: ReadonlySet<string> | null = null) =>
  scopeSections(scopes, search, only).map(({ api, scopes: found }) => [
    api.slug,
    ...found.map((each) => each.name),
  ]);

test('scopes stand under their API, both in the order of names', () => {
  expect(names('')).toEqual([
    ['billing', 'invoices:read', 'invoices:write'],
    ['fleet', 'vehicles:read'],
  ]);
});

test('every word must occur somewhere in name, API or description', () => {
  expect(names('Billing change')).toEqual([['billing', 'invoices:write']]);
  expect(names('fleet invoices')).toEqual([]);
});

test('the list can be cut down to some', () => {
  expect(names('', new Set(['fleet-vehicles:read']))).toEqual([['fleet', 'vehicles:read']]);
});
