import { and, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import { type Reach, reachesNothing } from './reach';
import { tokensWithin } from './tokens-within';

/** What the secrets of those tokens end with that are within reach, by id: it tells namesakes apart. */
export async function last4Within(
  db: Queryable,
  reach: Reach,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0 || reachesNothing(reach)) return new Map();
  const rows = await db
    .select({ id: tokens.id, last4: tokens.last4 })
    .from(tokens)
    .where(and(inArray(tokens.id, [...ids]), tokensWithin(reach)));
  return new Map(rows.map(({ id, last4 }) => [id, last4]));
}
