import { expect, test } from 'vitest';
import type { Uses } from '@/domain/access/uses';
import type { GrantedScope } from '@/domain/authority/granted-scopes';
import { heldScopeIds, operationsBetween, stillUsed, usedScopeIds } from './restriction';

const scope = (id: string, operations: string[]) =>
  ({
    ...{ id, name: `invoices:${id}`, api: { slug: 'billing' } },
    operations: operations.map((name) => ({ name })),
  }) as GrantedScope;
const scopes = [scope('read', ['list']), scope('write', ['list', 'create', 'delete'])];
const uses = {
  scopes: [
    {
      ...{ id: 'read', isUnused: false, api: { slug: 'billing' } },
      operations: [{ name: 'list', used90: 4 }],
    },
    {
      ...{ id: 'write', isUnused: true, api: { slug: 'billing' } },
      operations: [{ name: 'delete', used90: 0 }],
    },
  ],
} as Uses;

test('a token that is not cut down holds all of its group', () => {
  expect(heldScopeIds(scopes, null)).toEqual(['read', 'write']);
  expect(heldScopeIds(scopes, ['invoices:read'])).toEqual(['read']);
  expect(heldScopeIds(scopes, [])).toEqual([]);
});

test('what another scope opens as well is not lost', () => {
  expect(operationsBetween(scopes, ['read', 'write'], ['read'])).toEqual({
    ...{ lost: ['billing create', 'billing delete'], gained: [] },
  });
  expect(operationsBetween(scopes, ['read'], ['write']).gained).toHaveLength(2);
});

test('what was called and would be lost is told apart', () => {
  expect(usedScopeIds(uses)).toEqual(['read']);
  expect(stillUsed(uses, ['billing list', 'billing delete'])).toEqual(['billing list']);
});
