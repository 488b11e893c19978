import type { z } from 'zod';
import { references } from '@/app/server/table-filters';
import type { TableQuery } from '@/components/data-table/table-query';
import type { listTokens } from '@/domain/tokens/list-tokens';
import type { TokenSort } from '@/domain/tokens/token-order';
import { BLOCKED_BY, TOKEN_STATUSES, type TokenStatus } from '@/domain/tokens/token-view';

export const tokensTableConfig = {
  facets: ['status', 'blocked', 'kind', 'group', 'identity', 'scope', 'unused'],
  sorts: ['name', 'createdAt', 'expiresAt', 'lastUsedAt'],
  defaultSort: '-createdAt',
};

const pageSize = 50;
const isStatus = (text: string): text is TokenStatus =>
  (TOKEN_STATUSES as readonly string[]).includes(text);
const isReason = (text: string): text is (typeof BLOCKED_BY)[number] =>
  (BLOCKED_BY as readonly string[]).includes(text);
const isKind = (text: string) => text === 'personal' || text === 'service';

/** Asks for what the address says; choices that can't be meant (a mangled link) fall away. */
export function tokensInput(query: TableQuery): z.input<typeof listTokens.input> {
  const { q, sort, cursor, filters } = query;
  const chosen = (facet: string) => filters[facet] ?? [];
  const choices = {
    status: chosen('status').filter(isStatus),
    blockedBy: chosen('blocked').filter(isReason),
    kind: chosen('kind').filter(isKind),
    group: references(filters.group) ?? [],
    identity: references(filters.identity) ?? [],
    scope: chosen('scope').filter((value) => value.length <= 300),
  };
  const days = Math.min(...chosen('unused').map(Number).filter(Number.isInteger));
  return {
    ...Object.fromEntries(Object.entries(choices).filter(([, values]) => values.length > 0)),
    ...(Number.isFinite(days) && days >= 1 && days <= 3_660 ? { unusedForDays: days } : {}),
    ...(q ? { q } : {}),
    ...(cursor ? { cursor } : {}),
    sort: `${sort.descending ? '-' : ''}${sort.column}` as TokenSort,
    limit: pageSize,
    include: 'facets',
  };
}
