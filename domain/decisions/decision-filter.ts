import { and, eq, gte, inArray, lt, or, type SQL } from 'drizzle-orm';
import { decisions } from '@/db/schema/history';
import type { Reach } from '@/domain/authority/reach';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import type { PlacedTerm } from '@/domain/history/query/terms';
import type { HistoryFilter } from '@/domain/history/range';
import { addressIn, namedBy, type SearchSpace, searchCondition } from '@/domain/history/search';

const IDENTITY = [namedBy('idn_', decisions.identityId, decisions.identityName)];

const SEARCH: SearchSpace = {
  log: 'decision',
  at: decisions.at,
  keys: {
    id: [decisions.id],
    outcome: [decisions.outcome],
    code: [decisions.code],
    api: [decisions.api],
    operation: [decisions.operation],
    method: [decisions.method],
    path: [decisions.path],
    token: [namedBy('tok_', decisions.tokenId, decisions.tokenName)],
    actor: IDENTITY,
    identity: IDENTITY,
    group: [namedBy('grp_', decisions.groupId, decisions.groupSlug)],
    scope: [decisions.scope],
    ip: [addressIn(decisions.ip)],
    verifier: [decisions.verifier],
    request: [decisions.requestId],
  },
  text: [
    decisions.tokenName,
    decisions.identityName,
    decisions.groupSlug,
    decisions.operation,
    decisions.path,
    decisions.code,
  ],
};

/**
 * The decisions that a filter finds within reach: the list and the export ask for the same. Its term `without`
 * is left to whoever asks.
 */
export function decisionsFound(
  reach: Reach,
  filter: HistoryFilter,
  without?: PlacedTerm,
): SQL | undefined | Refusal {
  const search = searchCondition(filter.q, SEARCH, without);
  if (isRefusal(search)) return search;
  return and(
    decidedWithin(reach),
    search,
    filter.from ? gte(decisions.at, filter.from) : undefined,
    filter.to ? lt(decisions.at, filter.to) : undefined,
  );
}

/** The decisions that a reach covers; undefined for all. */
export const decidedWithin = ({ everywhere, groupIds, identityId }: Reach): SQL | undefined =>
  everywhere
    ? undefined
    : or(inArray(decisions.groupId, [...groupIds, '']), eq(decisions.identityId, identityId ?? ''));
