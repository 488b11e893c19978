import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { reviewEntries, reviews } from '@/db/schema/reviews';
import { notFound, type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { overOf } from './review-rules';

export type ReviewRow = typeof reviews.$inferSelect;

export interface ReviewTarget extends Target {
  readonly type: 'review';
  readonly id: string;
  readonly row: ReviewRow;
}

/** @param lock `share`: it is not closed until the command commits · `update`: nor decided in */
export async function findReview(
  db: Queryable,
  id: string,
  lock: 'share' | 'update' | false = false,
): Promise<ReviewRow | null> {
  const query = db.select().from(reviews).where(eq(reviews.id, id));
  const [row] = lock ? await query.for(lock) : await query;
  return row ?? null;
}

export const reviewTarget = (row: ReviewRow, groupIds: readonly string[]): ReviewTarget => ({
  ...{ type: 'review', id: row.id, name: row.name, groupIds, row },
});

/** A review with the groups that it is about. */
export async function loadReviewTarget(
  db: Queryable,
  id: string,
  lock: 'share' | 'update' | false = false,
): Promise<ReviewTarget | Refusal> {
  const row = await findReview(db, id, lock);
  if (!row) return notFound('review');
  const about = await db
    .selectDistinct({ id: reviewEntries.groupId })
    .from(reviewEntries)
    .where(eq(reviewEntries.reviewId, id));
  return reviewTarget(
    row,
    about.map((group) => group.id),
  );
}

/** @param nowMs by the database’s clock */
export const isOver = ({ closedAt, dueAt }: ReviewRow, nowMs: number): boolean =>
  closedAt !== null || dueAt.getTime() <= nowMs;

export const reviewIsOver = ({ name }: Pick<ReviewRow, 'name'>): Refusal =>
  refuse('conflict', 'review_closed', overOf(name));
