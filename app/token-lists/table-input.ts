import { z } from 'zod';
import { references } from '@/app/server/table-filters';
import type { TableQuery } from '@/components/data-table/table-query';
import type { listTokens } from '@/domain/tokens/list-tokens';
import type { TokenSort } from '@/domain/tokens/token-order';
import {
  BLOCKED_BY,
  ENDED_STATUSES,
  TOKEN_STATUSES,
  type TokenStatus,
} from '@/domain/tokens/token-view';

export const tokensTableConfig = {
  facets: ['status', 'blocked', 'kind', 'group', 'identity', 'scope', 'powerful', 'unused', 'ends'],
  sorts: ['name', 'createdAt', 'expiresAt', 'lastUsedAt'],
  defaultSort: '-createdAt',
};

/** Days in which a token ends, as the list offers them. */
export const ENDS_WITHIN: readonly string[] = ['7', '30', '90'];

/** Chosen to see those that have ended as well: lists show the living unless one asks. */
export const ANY_STATUS = 'any';
const LIVING_STATUSES = TOKEN_STATUSES.filter((status) => !ENDED_STATUSES.includes(status));

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
    status: statusInput(q, chosen('status')),
    blockedBy: chosen('blocked').filter(isReason),
    kind: chosen('kind').filter(isKind),
    group: references(filters.group) ?? [],
    identity: references(filters.identity) ?? [],
    scope: chosen('scope').filter((value) => value.length <= 300),
  };
  const [powerful] = chosen('powerful').filter((text) => text === 'yes' || text === 'no');
  const days = Math.min(...chosen('unused').map(Number).filter(Number.isInteger));
  return {
    ...Object.fromEntries(Object.entries(choices).filter(([, values]) => values.length > 0)),
    ...endingInput(chosen('ends')),
    ...(powerful ? { powerful } : {}),
    ...(Number.isFinite(days) && days >= 1 && days <= 3_660 ? { unusedForDays: days } : {}),
    ...(q ? { q } : {}),
    ...(cursor ? { cursor } : {}),
    sort: `${sort.descending ? '-' : ''}${sort.column}` as TokenSort,
    limit: pageSize,
    include: 'facets',
  };
}

/** The living unless one asks for others. Who looks for one wants it found though it has ended. */
function statusInput(q: string, chosen: readonly string[]): readonly TokenStatus[] {
  if (chosen.includes(ANY_STATUS)) return [];
  const statuses = chosen.filter(isStatus);
  return statuses.length > 0 || q !== '' ? statuses : LIVING_STATUSES;
}

/** A range of days, UTC, as the pictures link to it: `2026-11-26..2026-12-02`. */
const RANGE = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/;

/** The days that such a choice names; null where it names none. */
export function endingRange(choice: string): { endsFrom: string; endsTo: string } | null {
  const [, from = '', to = ''] = RANGE.exec(choice) ?? [];
  return isDay(from) && isDay(to) && from <= to ? { endsFrom: from, endsTo: to } : null;
}

const isDay = (text: string) => z.iso.date().safeParse(text).success && text >= '0001';

/** Days that were picked count; else the longest of the spans. */
function endingInput(chosen: readonly string[]) {
  const range = chosen.map(endingRange).findLast((each) => each !== null);
  if (range) return range;
  const days = Math.max(0, ...chosen.filter((choice) => ENDS_WITHIN.includes(choice)).map(Number));
  return days > 0 ? { endsWithinDays: days } : {};
}
