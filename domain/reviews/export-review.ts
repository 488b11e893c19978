import { and, asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { reviewEntries } from '@/db/schema/reviews';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { invalid, notFound } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineStream } from '@/domain/commands/define-stream';
import { entryViewSchema, selectEntries, toEntryViews } from './entry-view';
import { UNREVIEWED } from './review-facts';
import { findReview } from './review-target';
import { entriesWithin } from './review-view';

/** An entry of the review with the review itself: each row stands alone as evidence. */
const exportedRow = entryViewSchema.extend({
  review: z.object({
    ...{ id: z.string(), name: z.string(), number: z.number(), campaign: z.string() },
    ...{ openedAt: instantText(), dueAt: instantText(), closedAt: instantText().nullable() },
    unreviewed: z.enum(UNREVIEWED),
  }),
  position: z.number(),
  exportedAt: z.string(),
});

/** What a review asked about, what was decided of it by whom and upon what, and what became of it. */
export const exportReview = defineStream({
  operation: 'reviews.export',
  summary: 'Export an access review as evidence',
  http: { method: 'GET', path: '/reviews/{review}/export' },
  input: {
    review: z.string().max(100),
    /** When the export was asked for, as each row says. */
    to: z.string().max(40).optional(),
  },
  row: exportedRow,
  columns: [
    ...['review.name', 'review.number', 'review.openedAt', 'review.dueAt', 'review.closedAt'],
    ...['group.name', 'group.slug', 'group.controlsKeyward', 'identity.name', 'identity.handle'],
    ...['identity.type', 'role', 'source', 'sourceName', 'memberSince', 'addedBy', 'expiresAt'],
    ...['decision.decision', 'decision.until', 'decision.by.name', 'decision.at', 'decision.note'],
    ...['settled.outcome', 'settled.reason', 'settled.at', 'evidence.lastUsedAt'],
    ...['evidence.granted', 'evidence.used', 'evidence.at', 'review.unreviewed', 'exportedAt'],
    ...['review.id', 'group.id', 'identity.id', 'decision.by.id', 'id'],
  ],
  cursorOf: ({ position }) => String(position),
  target: () => everything('system'),
  async batch({ db, input, reach, limit }) {
    if (input.after !== undefined && !/^\d{1,9}$/.test(input.after)) {
      return invalid('after', 'This is not the position of an entry.');
    }
    const review = await findReview(db, input.review);
    if (!review) return notFound('review');
    const rows = await selectEntries(db)
      .where(
        and(
          eq(reviewEntries.reviewId, review.id),
          entriesWithin(reach),
          gt(reviewEntries.position, Number(input.after ?? 0)),
        ),
      )
      .orderBy(asc(reviewEntries.position))
      .limit(limit);
    const views = await toEntryViews(db, rows);
    const { id, name, number, campaignId: campaign, unreviewed } = review;
    const told = {
      ...{ id, name, number, campaign, unreviewed },
      openedAt: toInstantText(review.openedAt),
      dueAt: toInstantText(review.dueAt),
      closedAt: toInstantTextOrNull(review.closedAt),
    };
    return views.map((view, index) => ({
      ...view,
      review: told,
      position: rows[index]?.entry.position ?? 0,
      exportedAt: input.to ?? '',
    }));
  },
});
