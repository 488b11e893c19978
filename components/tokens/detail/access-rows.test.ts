import { expect, test } from 'vitest';
import type { GrantedScope } from '@/domain/authority/granted-scopes';
import { searchAccess, toAccessRows } from './access-rows';

function scope(
  name: string,
  inToken: boolean,
  operations: string[],
): GrantedScope & { inToken: boolean } {
  return {
    id: `scp_${name}`,
    name,
    api: { id: 'api_1', slug: 'billing', name: 'Billing', basePath: '' },
    grantedBy: 'Ada',
    grantedAt: '2026-01-01T00:00:00.000Z',
    inToken,
    operations: operations.map((operation) => ({
      name: operation,
      method: 'GET',
      pathTemplate: `/${operation}`,
      summary: '',
    })),
  };
}
const rows = toAccessRows([
  scope('invoices:read', true, ['listInvoices', 'getInvoice']),
  scope('invoices:write', false, ['getInvoice', 'createInvoice']),
]);

test('an operation of several scopes stands once, with all that hold it', () => {
  expect(rows.map(({ operation, opened }) => [operation, opened])).toEqual([
    ['getInvoice', true],
    ['listInvoices', true],
    ['createInvoice', false],
  ]);
  expect(rows[0]?.scopes.map(({ name, inToken }) => [name, inToken])).toEqual([
    ['invoices:read', true],
    ['invoices:write', false],
  ]);
});

test('every word narrows, wherever it stands', () => {
  expect(searchAccess(rows, 'write get').map(({ operation }) => operation)).toEqual([
    'getInvoice',
    'createInvoice',
  ]);
  expect(searchAccess(rows, '/list')).toHaveLength(1);
  expect(searchAccess(rows, '  ')).toHaveLength(3);
});
