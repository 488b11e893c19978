import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { reviewEntries } from '@/db/schema/reviews';
import { ableAdministratorIds } from '@/domain/authority/administrators';
import { ADMINISTRATORS } from '@/domain/base/built-ins';

/**
 * The administrators that a review leaves, with what is decided in it so far. One with an end date
 * doesn't count: the day would come. Whom a provider keeps in the group doesn't go by a decision here.
 */
export async function administratorsLeft(db: Queryable, reviewId: string): Promise<string[]> {
  const able = await ableAdministratorIds(db);
  const going = await db
    .select({ id: reviewEntries.identityId })
    .from(reviewEntries)
    .where(
      and(
        eq(reviewEntries.reviewId, reviewId),
        eq(reviewEntries.groupSlug, ADMINISTRATORS),
        eq(reviewEntries.source, 'manual'),
        inArray(reviewEntries.decision, ['end', 'shorten']),
        isNull(reviewEntries.settledAt),
      ),
    );
  const leaving = new Set(going.map(({ id }) => id));
  return able.filter((id) => !leaving.has(id));
}
