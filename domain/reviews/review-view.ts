import { and, count, countDistinct, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { reviewCampaigns, reviewEntries, reviews } from '@/db/schema/reviews';
import type { Reach } from '@/domain/authority/reach';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { hasPassed } from '@/domain/decision/clock';
import { REPEATS, UNREVIEWED } from './review-facts';

/** Counts are of the entries within reach. */
export const reviewViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Counts within the campaign, from 1. */
  number: z.number(),
  campaign: z.object({ id: z.string(), repeats: z.enum(REPEATS) }),
  /** `settling`: the deadline has passed, and what was decided is being done. */
  state: z.enum(['open', 'settling', 'closed']),
  openedAt: instantText(),
  dueAt: instantText(),
  /** What becomes of who isn’t reviewed by then. */
  unreviewed: z.enum(UNREVIEWED),
  closedAt: instantText().nullable(),
  /** Of the last reminder, how many days before the deadline it was; null before the first. */
  remindedDays: z.number().nullable(),
  groups: z.number(),
  entries: z.number(),
  /** Entries that nobody has decided, and that are open still. */
  undecided: z.number(),
  /** Decided, and not done yet. */
  waiting: z.object({ keep: z.number(), end: z.number(), shorten: z.number() }),
  outcomes: z.object({
    ...{ kept: z.number(), ended: z.number(), shortened: z.number(), gone: z.number() },
    atProvider: z.number(),
  }),
});
export type ReviewView = z.output<typeof reviewViewSchema>;

/** Holds for entries within reach. */
export const entriesWithin = (reach: Reach): SQL | undefined =>
  reach.everywhere ? undefined : inArray(reviewEntries.groupId, [...reach.groupIds, '']);

/** How many entries this holds for. */
export const counted = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::int`;
const outcome = (one: string) => counted(sql`${reviewEntries.outcome} = ${one}`);
const waiting = (one: string) =>
  counted(sql`${reviewEntries.settledAt} is null and ${reviewEntries.decision} = ${one}`);

export const UNDECIDED = sql`${reviewEntries.settledAt} is null and ${reviewEntries.decision} is null`;
export const waitingCounts = {
  ...{ keep: waiting('keep'), end: waiting('end'), shorten: waiting('shorten') },
};

/** Those of `ids` with their counts, in one question more than theirs. */
export async function readReviewViews(
  db: Queryable,
  reach: Reach,
  condition: SQL | undefined,
  order: SQL[],
  limit: number,
): Promise<ReviewView[]> {
  const rows = await db
    .select({
      review: reviews,
      repeats: reviewCampaigns.repeats,
      isDue: hasPassed(reviews.dueAt),
    })
    .from(reviews)
    .innerJoin(reviewCampaigns, eq(reviewCampaigns.id, reviews.campaignId))
    .where(condition)
    .orderBy(...order)
    .limit(limit);
  const ids = [...rows.map(({ review }) => review.id), ''];
  const counts = await db
    .select({
      id: reviewEntries.reviewId,
      groups: countDistinct(reviewEntries.groupId),
      entries: count(),
      undecided: counted(UNDECIDED),
      waiting: waitingCounts,
      outcomes: {
        ...{ kept: outcome('kept'), ended: outcome('ended'), shortened: outcome('shortened') },
        ...{ gone: outcome('gone'), atProvider: outcome('at_provider') },
      },
    })
    .from(reviewEntries)
    .where(and(inArray(reviewEntries.reviewId, ids), entriesWithin(reach)))
    .groupBy(reviewEntries.reviewId);
  const byId = new Map(counts.map(({ id, ...rest }) => [id, rest]));
  return rows.map(({ review, repeats, isDue }) => {
    const { id, name, number, unreviewed, remindedDays } = review;
    return {
      ...{
        id,
        name,
        number,
        unreviewed,
        remindedDays,
        campaign: { id: review.campaignId, repeats },
      },
      state: review.closedAt ? 'closed' : isDue ? 'settling' : 'open',
      openedAt: toInstantText(review.openedAt),
      dueAt: toInstantText(review.dueAt),
      closedAt: toInstantTextOrNull(review.closedAt),
      ...(byId.get(id) ?? NOTHING),
    };
  });
}

const NOTHING = {
  ...{ groups: 0, entries: 0, undecided: 0, waiting: { keep: 0, end: 0, shorten: 0 } },
  outcomes: { kept: 0, ended: 0, shortened: 0, gone: 0, atProvider: 0 },
};

export async function readReviewView(db: Queryable, reach: Reach, id: string): Promise<ReviewView> {
  const [view] = await readReviewViews(db, reach, eq(reviews.id, id), [], 1);
  if (!view) throw new Error(`review ${id} vanished`);
  return view;
}
