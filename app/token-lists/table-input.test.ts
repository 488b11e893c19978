import { expect, test } from 'vitest';
import { readTableQuery } from '@/components/data-table/table-query';
import { listTokens } from '@/domain/tokens/list-tokens';
import { tokensInput, tokensTableConfig } from './table-input';

const living = [...['awaiting', 'suspended', 'blocked', 'idle', 'rotating', 'expiring', 'active']];
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
  expect(input).toEqual({
    ...{ status: living, sort: '-createdAt', limit: 50, include: 'facets' },
  });
  expect(listTokens.input.safeParse(input).success).toBe(true);
});

test('days that a picture leads to, or the longest of the spans, reach the query', () => {
  expect(inputOf({ ends: '2026-11-26..2026-12-02' })).toMatchObject({
    ...{ endsFrom: '2026-11-26', endsTo: '2026-12-02' },
  });
  expect(inputOf({ ends: '7,90,30' })).toMatchObject({ endsWithinDays: 90 });
  expect(inputOf({ ends: '7,2026-11-26..2026-11-26' })).not.toHaveProperty('endsWithinDays');
});

test('days that cannot be meant are no filter', () => {
  for (const ends of [
    '8',
    '2026-02-30..2026-03-01',
    '2026-12-02..2026-11-26',
    '0000-01-01..2026-01-01',
    'x..y',
  ]) {
    expect(inputOf({ ends })).toEqual({
      ...{ status: living, sort: '-createdAt', limit: 50, include: 'facets' },
    });
  }
});

test('ended tokens are left out unless one asks for them, or looks for one', () => {
  expect(inputOf({})).toMatchObject({ status: living });
  expect(inputOf({ status: 'revoked' })).toMatchObject({ status: ['revoked'] });
  expect(inputOf({ status: 'any' })).not.toHaveProperty('status');
  expect(inputOf({ q: 'x7Qk' })).not.toHaveProperty('status');
});

test('whether a token can change something reaches the query', () => {
  expect(inputOf({ powerful: 'yes', unused: '90' })).toMatchObject({
    ...{ powerful: 'yes', unusedForDays: 90 },
  });
  expect(inputOf({ powerful: 'very' })).not.toHaveProperty('powerful');
});
