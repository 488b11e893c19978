import { and, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import { type Reach, reachesNothing } from './reach';
import { tokensWithin } from './tokens-within';

/** How people know a token: its name, and what its secret ends with, which tells namesakes apart. */
export interface TokenLabel {
  readonly name: string;
  readonly last4: string;
}

/** The labels of those tokens that are within reach, by id. */
export async function tokenLabelsWithin(
  db: Queryable,
  reach: Reach,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TokenLabel>> {
  if (ids.length === 0 || reachesNothing(reach)) return new Map();
  const rows = await db
    .select({ id: tokens.id, name: tokens.name, last4: tokens.last4 })
    .from(tokens)
    .where(and(inArray(tokens.id, [...ids]), tokensWithin(reach)));
  return new Map(rows.map(({ id, ...label }) => [id, label]));
}
