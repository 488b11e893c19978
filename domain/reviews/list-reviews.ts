import {
  and,
  desc,
  eq,
  exists,
  gt,
  ilike,
  isNotNull,
  isNull,
  lt,
  notInArray,
  sql,
} from 'drizzle-orm';
import { z } from 'zod';
import { reviewEntries, reviews } from '@/db/schema/reviews';
import { personAsking } from '@/domain/authority/person-asking';
import { reachOf } from '@/domain/authority/reach';
import { pageInput, pageOf, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { loadReviewTarget } from './review-target';
import {
  entriesWithin,
  readReviewView,
  readReviewViews,
  reviewViewSchema,
  UNDECIDED,
} from './review-view';

/** Reviews with entries within reach, newest first. */
export const listReviews = defineQuery({
  operation: 'reviews.list',
  summary: 'List access reviews',
  http: { method: 'GET', path: '/reviews' },
  list: true,
  input: z.object({
    ...pageInput,
    q: searchText(),
    state: z.enum(['open', 'closed']).optional(),
    campaign: z.string().max(100).optional(),
  }),
  output: pageOf(reviewViewSchema),
  target: () => everything('review'),
  async run({ db, input, reach }) {
    const { state, campaign } = input;
    const within = db
      .select({ one: sql`1` })
      .from(reviewEntries)
      .where(and(eq(reviewEntries.reviewId, reviews.id), entriesWithin(reach)));
    const condition = and(
      reach.everywhere ? undefined : exists(within),
      input.q ? ilike(reviews.name, containsPattern(input.q)) : undefined,
      state && (state === 'open' ? isNull(reviews.closedAt) : isNotNull(reviews.closedAt)),
      campaign === undefined ? undefined : eq(reviews.campaignId, campaign),
      input.cursor ? lt(reviews.id, input.cursor) : undefined,
    );
    const views = await readReviewViews(db, reach, condition, [desc(reviews.id)], input.limit + 1);
    return toPage(views, input.limit, ({ id }) => id);
  },
});

/** How many open reviews wait for whoever asks: with undecided entries of others that they may decide. */
export const countReviews = defineQuery({
  operation: 'reviews.count',
  summary: 'Count the access reviews that wait for you',
  http: { method: 'GET', path: '/review-count' },
  list: true,
  input: z.object({}),
  output: z.object({ waiting: z.number() }),
  target: () => everything('review'),
  async run({ db, actor }) {
    // Nobody decides on themselves, nor on whom they ask for.
    const asking = await personAsking(db, actor);
    const waiting = db
      .select({ one: sql`1` })
      .from(reviewEntries)
      .where(
        and(
          eq(reviewEntries.reviewId, reviews.id),
          UNDECIDED,
          entriesWithin(reachOf(actor, 'reviews.decide')),
          notInArray(reviewEntries.identityId, [actor.id, asking ?? actor.id]),
        ),
      );
    const isOpen = and(isNull(reviews.closedAt), gt(reviews.dueAt, sql`now()`));
    return { waiting: await db.$count(reviews, and(isOpen, exists(waiting))) };
  },
});

export const getReview = defineQuery({
  operation: 'reviews.get',
  summary: 'Get an access review',
  http: { method: 'GET', path: '/reviews/{review}' },
  input: z.object({ review: z.string().max(100) }),
  output: reviewViewSchema,
  target: ({ db, input }) => loadReviewTarget(db, input.review),
  run: ({ db, reach, target }) => readReviewView(db, reach, target.id),
});
