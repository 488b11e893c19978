import { and, eq, isNull, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { reviewEntries } from '@/db/schema/reviews';
import { reachOf } from '@/domain/authority/reach';
import { reference } from '@/domain/base/input';
import { notFound, type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand, type Step } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { editMembers } from '@/domain/groups/edit-members';
import { MAX_MEMBER_EDITS } from '@/domain/groups/group-facts';
import { keepEvidence } from './decide-entries';
import { readEvidence } from './evidence';
import { planSettlement, type Settlement } from './plan-settlement';
import { findReview, isOver, type ReviewTarget, reviewTarget } from './review-target';
import { readReviewView, reviewViewSchema } from './review-view';
import { settleEntries } from './settle-entries';

interface GroupInReview extends ReviewTarget {
  readonly groupId: string;
}

/**
 * Does what was decided of the members of one group, as editing them would: their tokens end with
 * their memberships. Before the deadline the undecided are left; after it, they are settled, too.
 */
export const applyReview = defineCommand({
  operation: 'reviews.apply',
  summary: 'Do what was decided of the members of a group',
  http: { method: 'POST', path: '/reviews/{review}/apply' },
  input: z.object({ review: z.string().max(100), group: reference() }),
  output: reviewViewSchema.extend({
    ...{ kept: z.number(), ended: z.number(), shortened: z.number(), left: z.number() },
  }),
  target: ({ db, input }) => loadGroupInReview(db, input),
  // What nobody decided is settled after the deadline: of that the evidence is as it is then.
  async prepare({ db, target }) {
    if (!isOver(target.row, await readClockMs(db))) return new Map();
    return readEvidence(db, await undecidedOf(db, target));
  },
  async run({ tx, actor, target, prepared }) {
    const { row: review, groupId } = target;
    const nowMs = await readClockMs(tx);
    const isDue = isOver(review, nowMs);
    const force = actor.kind === 'process';
    const plan = await planSettlement(tx, { review, groupId, isDue, force, nowMs });
    if (plan.length === 0) {
      return refuse('conflict', 'nothing_decided', 'Nothing is decided here that is not done.');
    }
    await keepEvidence(tx, plan.map(({ entry }) => entry).filter(isUndecided), prepared);
    const settle: Step = {
      command: settleEntries,
      input: {
        ...{ review: review.id, group: groupId },
        entries: plan.map(({ entry, outcome, reason }) => ({ entry: entry.id, outcome, reason })),
      },
    };
    const count = (outcome: Settlement['outcome']) =>
      plan.filter((one) => one.outcome === outcome).length;
    return {
      steps: [...editsOf(plan, groupId, `access review ${review.name}`), settle],
      value: async (inside) => ({
        ...(await readReviewView(inside, reachOf(actor, 'reviews.get'), review.id)),
        ...{ kept: count('kept'), ended: count('ended'), shortened: count('shortened') },
        left: (await undecidedOf(inside, target)).length,
      }),
    };
  },
});

const isUndecided = ({ decision }: Settlement['entry']) => decision === null;

const undecidedOf = (db: Queryable, { id, groupId }: GroupInReview) =>
  db
    .select()
    .from(reviewEntries)
    .where(
      and(
        eq(reviewEntries.reviewId, id),
        eq(reviewEntries.groupId, groupId),
        isNull(reviewEntries.decision),
        isNull(reviewEntries.settledAt),
      ),
    );

/** The group first, as whoever edits members locks it; then the review. */
async function loadGroupInReview(
  db: Queryable,
  input: { readonly review: string; readonly group: string },
): Promise<GroupInReview | Refusal> {
  const [named] = await db
    .select({ id: reviewEntries.groupId })
    .from(reviewEntries)
    .where(
      and(
        eq(reviewEntries.reviewId, input.review),
        or(eq(reviewEntries.groupId, input.group), eq(reviewEntries.groupSlug, input.group)),
      ),
    )
    .limit(1);
  if (!named) return notFound('review');
  await db.select({ id: groups.id }).from(groups).where(eq(groups.id, named.id)).for('update');
  const row = await findReview(db, input.review, 'update');
  if (!row) return notFound('review');
  return { ...reviewTarget(row, [named.id]), groupId: named.id };
}

/** Editing the members as somebody would by hand, so many at once as an edit may have. */
function editsOf(plan: readonly Settlement[], group: string, reason: string): Step[] {
  const remove = plan.filter(({ edit }) => edit === 'remove').map(({ entry }) => entry.identityId);
  const add = plan.flatMap(({ entry, edit }) =>
    edit === null || edit === 'remove'
      ? []
      : [{ identity: entry.identityId, role: edit.role, expiresAt: edit.until.toISOString() }],
  );
  const steps = Math.ceil(Math.max(remove.length, add.length) / MAX_MEMBER_EDITS);
  return Array.from({ length: steps }, (_, at) => {
    const part = [at * MAX_MEMBER_EDITS, (at + 1) * MAX_MEMBER_EDITS] as const;
    const input = { group, add: add.slice(...part), remove: remove.slice(...part) };
    return { command: editMembers, input, reason };
  });
}
