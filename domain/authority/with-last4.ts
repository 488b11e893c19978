import { and, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import type { Told } from '@/domain/notices/words';
import { type Reach, reachesNothing } from './reach';
import { tokensWithin } from './tokens-within';

/** What is told of tokens within reach comes with what their secrets end with, which tells namesakes apart. */
export async function withLast4<Notice extends Told>(
  db: Queryable,
  reach: Reach,
  told: readonly Notice[],
): Promise<Notice[]> {
  const ids = told.filter(({ about }) => about.type === 'token').map(({ about }) => about.id);
  if (ids.length === 0 || reachesNothing(reach)) return [...told];
  const rows = await db
    .select({ id: tokens.id, last4: tokens.last4 })
    .from(tokens)
    .where(and(inArray(tokens.id, ids), tokensWithin(reach)));
  const known = new Map(rows.map(({ id, last4 }) => [id, last4]));
  return told.map((notice) => {
    const last4 = known.get(notice.about.id);
    return last4 === undefined ? notice : { ...notice, about: { ...notice.about, last4 } };
  });
}
