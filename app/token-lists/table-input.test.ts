import { expect, test } from 'vitest';
import { readTableQuery } from '@/components/data-table/table-query';
import { listTokens } from '@/domain/tokens/list-tokens';
import { tokensInput, tokensTableConfig } from './table-input';

const inputOf = (params: Record<string, string>) =>
  tokensInput(readTableQuery(params, tokensTableConfig));

test('facets, sort, search and cursor reach the query', () => {
  const params = {
    status: 'active,expiring',
    group: 'billing',
    unused: '90',
    sort: 'expiresAt',
    q: 'laptop',
    cursors: 'a~b',
  };
  expect(inputOf(params)).toEqual({
    status: ['active', 'expiring'],
    group: ['billing'],
    unusedForDays: 90,
    q: 'laptop',
    cursor: 'b',
    sort: 'expiresAt',
    limit: 50,
    include: 'facets',
  });
});

test('choices that cannot be meant fall away, so that a mangled link still shows something true', () => {
  const mangled = { status: 'alive', kind: 'x', group: '../etc', unused: 'many', sort: 'secret' };
  const input = inputOf(mangled);
  expect(input).toEqual({ sort: '-createdAt', limit: 50, include: 'facets' });
  expect(listTokens.input.safeParse(input).success).toBe(true);
});
