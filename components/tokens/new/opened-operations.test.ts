import { expect, test } from 'vitest';
import type { GrantedScope } from '@/domain/authority/granted-scopes';
import { openedOperations } from './opened-operations';
import { tryCommand, tryTarget } from './try-command';

const operation = (name: string, method: string | null, pathTemplate: string | null) => ({
  name,
  method,
  pathTemplate,
  summary: '',
});
function scope(id: string, api: string, operations: GrantedScope['operations']): GrantedScope {
  return {
    id,
    name: id,
    api: { id: `api_${api}`, slug: api, name: api, basePath: '/v2/' },
    grantedBy: 'Ada',
    grantedAt: '2026-01-01T00:00:00.000Z',
    operations,
  };
}
const getInvoice = operation('getInvoice', 'GET', '/invoices/{id}');
const scopes = [
  scope('read', 'billing', [getInvoice, operation('listInvoices', 'GET', '/invoices')]),
  scope('write', 'billing', [getInvoice, operation('createInvoice', 'POST', '/invoices')]),
  scope('verify', 'keyward', [operation('tokens.verify', null, null)]),
];
const urls = { verifier: 'http://127.0.0.1:3001', dashboard: 'http://127.0.0.1:3000' };

test('without a choice everything of the group opens, each operation once', () => {
  const { apis, count } = openedOperations(scopes, []);
  expect(count).toBe(4);
  expect(apis.map(({ api, operations }) => [api.slug, operations.map(({ name }) => name)])).toEqual(
    [
      ['billing', ['createInvoice', 'getInvoice', 'listInvoices']],
      ['keyward', ['tokens.verify']],
    ],
  );
});

test('a choice of scopes cuts the rest off', () => {
  expect(openedOperations(scopes, ['write']).count).toBe(2);
});

test('the command to try is a read without parameters where there is one, under the base path', () => {
  const target = tryTarget(openedOperations(scopes, []).apis);
  expect(target).toEqual({ at: 'verifier', api: 'billing', method: 'GET', uri: '/v2/invoices' });
  const command = tryCommand('kwp_x', target, urls);
  expect(command).toContain("-H 'Authorization: Bearer kwp_x'");
  expect(command).toContain("-H 'X-Forwarded-Uri: /v2/invoices'");
  expect(tryTarget(openedOperations(scopes, ['write']).apis)).toMatchObject({
    uri: '/v2/invoices/1',
  });
});

test('a token that opens nothing but the control plane is tried there', () => {
  const target = tryTarget(openedOperations(scopes, ['verify']).apis);
  expect(tryCommand('kws_x', target, urls)).toContain('http://127.0.0.1:3000/api/v1/tokens/self');
});
