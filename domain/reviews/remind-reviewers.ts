import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { reviews } from '@/db/schema/reviews';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { loadReviewTarget } from './review-target';
import { tellReviewers } from './tell-reviewers';

/**
 * The reminder that is due: the least of the days that are left. A review that is open for no longer
 * has told of itself as it opened.
 */
const dueDays = sql<number | null>`case ${sql.join(
  [1, 7].map(
    (days) =>
      sql`when ${reviews.dueAt} <= now() + make_interval(days => ${days}) and ${reviews.dueAt} - ${reviews.openedAt} > make_interval(days => ${days}) then ${days}::int`,
  ),
  sql` `,
)} end`;

const isDue = and(
  isNull(reviews.closedAt),
  sql`${reviews.dueAt} > now()`,
  sql`${dueDays} < coalesce(${reviews.remindedDays}, 1000)`,
);

/** Tells those who still have something to decide that a review is over soon, once for each reminder. */
export const remindReviewers = defineCommand({
  operation: 'reviews.remind',
  summary: 'Remind reviewers of a deadline',
  input: z.object({ review: z.string().max(100) }),
  output: z.object({ days: z.number(), told: z.number() }),
  target: ({ db, input }) => loadReviewTarget(db, input.review, 'update'),
  async run({ tx, target: { id, row } }) {
    const [due] = await tx
      .select({ days: dueDays })
      .from(reviews)
      .where(and(eq(reviews.id, id), isDue));
    if (!due || due.days === null) {
      return refuse('conflict', 'nothing_due', `No reminder of ${row.name} is due.`);
    }
    await tx.update(reviews).set({ remindedDays: due.days }).where(eq(reviews.id, id));
    const told = await tellReviewers(tx, row, due.days);
    return {
      value: { days: due.days, told: told.length },
      audit: { after: { days: due.days, told }, affects: [] },
    };
  },
});

export const remindOfReviews = defineJob({
  name: 'remind-of-reviews',
  summary: 'Tells reviewers that a review is over in 7 days or 1, once each',
  input: z.strictObject({}),
  schedule: '*/10 * * * *',
  records: [remindReviewers.operation],
  async run(scope) {
    const { db, context } = scope;
    const due = await db.select({ id: reviews.id }).from(reviews).where(isDue);
    return changeEach(scope, due, ({ id }) => runCommand(remindReviewers, context, { review: id }));
  },
});
