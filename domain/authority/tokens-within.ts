import { eq, inArray, or, type SQL } from 'drizzle-orm';
import { tokens } from '@/db/schema/tokens';
import type { Reach } from './reach';

/** What of the tokens is within reach; undefined for all of them. */
export function tokensWithin(reach: Reach): SQL | undefined {
  if (reach.everywhere) return undefined;
  return or(
    inArray(tokens.groupId, [...reach.groupIds, '']),
    eq(tokens.identityId, reach.identityId ?? ''),
  );
}
