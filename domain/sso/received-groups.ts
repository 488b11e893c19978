import { type Claims, claimAt } from '@/domain/issuers/claim-at';

/** More is no list of groups that anybody keeps. */
const MAX_GROUPS = 2_000;
export const MAX_GROUP_ID = 300;

/**
 * What a provider says of somebody's groups: all of them, or that it is not known. `unread` where no
 * claim is asked for.
 */
export type ReceivedGroups =
  | { readonly state: 'listed'; readonly ids: string[] }
  | { readonly state: 'unread' | 'missing' | 'truncated' | 'malformed' };

/**
 * Reads the claim with the ids of groups out of what a provider sent, best source first. Where one of
 * them says that the claim is elsewhere (OpenID Connect Core 1.0, 5.6.2; Entra ID's `hasgroups`), the
 * list is not all of them, whatever else there is.
 */
export function receivedGroups(sources: readonly Claims[], claim: string | null): ReceivedGroups {
  if (claim === null) return { state: 'unread' };
  if (sources.some((claims) => isElsewhere(claims, claim))) return { state: 'truncated' };
  const value = sources.map((claims) => claimAt(claims, claim)).find((one) => one !== undefined);
  if (value === undefined || value === null) return { state: 'missing' };
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > MAX_GROUPS) return { state: 'truncated' };
  if (!list.every(isGroupId)) return { state: 'malformed' };
  return { state: 'listed', ids: [...new Set(list)] };
}

const isGroupId = (value: unknown): value is string =>
  typeof value === 'string' &&
  value !== '' &&
  value.length <= MAX_GROUP_ID &&
  !value.includes('\0');

function isElsewhere(claims: Claims, claim: string): boolean {
  const { _claim_names: names, hasgroups } = claims;
  const first = claim.startsWith('/') ? (claim.slice(1).split('/')[0] ?? '') : claim;
  const isNamed = typeof names === 'object' && names !== null && Object.hasOwn(names, first);
  return isNamed || (first === 'groups' && (hasgroups === true || hasgroups === 'true'));
}
