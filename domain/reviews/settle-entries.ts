import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { reviewEntries, reviews } from '@/db/schema/reviews';
import { rightOver } from '@/domain/authority/reach';
import { notFound, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { isSameMembership } from './entry-view';
import { OUTCOMES } from './review-facts';
import { findReview, reviewTarget } from './review-target';

const settled = z.strictObject({
  entry: z.string().max(100),
  outcome: z.enum(OUTCOMES),
  reason: z.string().max(500).nullable(),
});

/**
 * Writes down what has become of memberships of one group, and closes the review with its last. A step
 * of `reviews.apply`, behind those that edit the members: what is said to have ended must be gone.
 */
export const settleEntries = defineCommand({
  operation: 'reviews.settle',
  summary: 'Record what became of the memberships of a review',
  input: z.object({
    review: z.string().max(100),
    group: z.string().max(100),
    entries: z.array(settled).min(1),
  }),
  output: z.object({ closed: z.boolean() }),
  async target({ db, input }) {
    const row = await findReview(db, input.review, 'update');
    return row ? reviewTarget(row, [input.group]) : notFound('review');
  },
  permit: (actor, target) => rightOver(actor, 'reviews.apply', target),
  async run({ tx, input, target }) {
    const { group, entries } = input;
    const ids = entries.map(({ entry }) => entry);
    const mine = and(
      eq(reviewEntries.reviewId, target.id),
      eq(reviewEntries.groupId, group),
      inArray(reviewEntries.id, ids),
      isNull(reviewEntries.settledAt),
    );
    const found = await tx
      .select({
        ...{ id: reviewEntries.id, identity: reviewEntries.identityId },
        ...{ name: reviewEntries.identityName, slug: reviewEntries.groupSlug },
        isMember: sql<boolean>`${memberships.groupId} is not null`,
      })
      .from(reviewEntries)
      .leftJoin(memberships, isSameMembership)
      .where(mine);
    const outcomes = new Map(entries.map(({ entry, outcome }) => [entry, outcome]));
    const still = found.find(({ id, isMember }) => isMember && outcomes.get(id) === 'ended');
    if (still || found.length < ids.length) {
      return refuse(
        'conflict',
        'nothing_decided',
        'It has not come to what is to be written down.',
      );
    }
    await write(tx, entries);
    const open = and(eq(reviewEntries.reviewId, target.id), isNull(reviewEntries.settledAt));
    const closed = (await tx.$count(reviewEntries, open)) === 0;
    if (closed) {
      await tx.update(reviews).set({ closedAt: sql`now()` }).where(eq(reviews.id, target.id));
    }
    const those = (outcome: (typeof OUTCOMES)[number]) =>
      found
        .filter(({ id }) => outcomes.get(id) === outcome)
        .map(({ identity: id, name }) => ({ id, name }));
    return {
      value: { closed },
      audit: {
        after: {
          ...{ group: found[0]?.slug ?? group, kept: those('kept').length },
          ...{ ended: those('ended'), shortened: those('shortened') },
          ...{ atProvider: those('at_provider'), gone: those('gone'), closed },
        },
        affects: [],
      },
    };
  },
});

async function write(tx: Transaction, entries: readonly z.output<typeof settled>[]): Promise<void> {
  await tx.execute(sql`update ${reviewEntries}
    set outcome = said.outcome, outcome_reason = said.reason, settled_at = now()
    from unnest(${sql.param(entries.map(({ entry }) => entry))}::text[],
      ${sql.param(entries.map(({ outcome }) => outcome))}::text[],
      ${sql.param(entries.map(({ reason }) => reason))}::text[]) as said (id, outcome, reason)
    where ${reviewEntries.id} = said.id`);
}
