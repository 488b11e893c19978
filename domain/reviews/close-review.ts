import { and, eq, isNull, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { reviewEntries, reviews } from '@/db/schema/reviews';
import { reachOf } from '@/domain/authority/reach';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { readClockMs } from '@/domain/decision/clock';
import { editMembers } from '@/domain/groups/edit-members';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { enqueue } from '@/domain/jobs/enqueue';
import { applyReview } from './apply-review';
import { isOver, loadReviewTarget, reviewIsOver } from './review-target';
import { readReviewView, reviewViewSchema } from './review-view';
import { settleEntries } from './settle-entries';

/** Brings the deadline forward to now: what is decided is done, and of the rest what the review says. */
export const closeReview = defineCommand({
  operation: 'reviews.close',
  summary: 'Close an access review before its deadline',
  http: { method: 'POST', path: '/reviews/{review}/close' },
  input: z.object({ review: z.string().max(100) }),
  output: reviewViewSchema,
  target: ({ db, input }) => loadReviewTarget(db, input.review, 'update'),
  async run({ tx, actor, target: { id, row } }) {
    if (isOver(row, await readClockMs(tx))) return reviewIsOver(row);
    await tx.update(reviews).set({ dueAt: sql`clock_timestamp()` }).where(eq(reviews.id, id));
    const view = await readReviewView(tx, reachOf(actor, 'reviews.get'), id);
    return {
      value: view,
      audit: {
        before: { dueAt: row.dueAt.toISOString() },
        after: { dueAt: view.dueAt, undecided: view.undecided, unreviewed: view.unreviewed },
        affects: [],
      },
    };
  },
  after: async ({ tx }) => {
    await enqueue(tx, settleReviews, {}, { key: 'closed' });
  },
});

/** Group by group, each in its own transaction: what is done stays done, however often it begins. */
export const settleReviews = defineJob({
  name: 'settle-reviews',
  summary: 'Does what was decided in the reviews whose deadline has passed',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [editMembers.operation, settleEntries.operation],
  runs: [applyReview.operation],
  async run(scope) {
    const { db, context } = scope;
    const due = await db
      .selectDistinct({ review: reviewEntries.reviewId, group: reviewEntries.groupId })
      .from(reviewEntries)
      .innerJoin(reviews, eq(reviews.id, reviewEntries.reviewId))
      .where(
        and(
          isNull(reviewEntries.settledAt),
          isNull(reviews.closedAt),
          lte(reviews.dueAt, sql`now()`),
        ),
      );
    const refused: string[] = [];
    const settled = await changeEach(scope, due, async (one) => {
      const result = await runCommand(applyReview, context, one);
      if (!result.ok && result.code !== 'nothing_decided') {
        refused.push(`${one.group}: ${result.message}`);
      }
      return result;
    });
    if (refused.length > 0) throw new Error(`not settled: ${refused.slice(0, 3).join(' · ')}`);
    return settled;
  },
});
