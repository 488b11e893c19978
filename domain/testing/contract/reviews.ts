import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { notices } from '@/db/schema/notices';
import { reviewCampaigns, reviewEntries, reviews } from '@/db/schema/reviews';
import { systemActor } from '@/domain/base/actor';
import { applyReview } from '@/domain/reviews/apply-review';
import { closeReview, settleReviews } from '@/domain/reviews/close-review';
import { createCampaign } from '@/domain/reviews/create-campaign';
import { decideEntries } from '@/domain/reviews/decide-entries';
import { endCampaign } from '@/domain/reviews/end-campaign';
import { exportReview } from '@/domain/reviews/export-review';
import { getCampaign, listCampaigns } from '@/domain/reviews/list-campaigns';
import { listEntries } from '@/domain/reviews/list-entries';
import { listReviewGroups } from '@/domain/reviews/list-review-groups';
import { countReviews, getReview, listReviews } from '@/domain/reviews/list-reviews';
import { openReview, openReviews } from '@/domain/reviews/open-review';
import { remindOfReviews, remindReviewers } from '@/domain/reviews/remind-reviewers';
import { settleEntries } from '@/domain/reviews/settle-entries';
import { updateCampaign } from '@/domain/reviews/update-campaign';
import type { Aim } from '@/domain/testing/aim';
import { asAdministrator } from '@/domain/testing/probes';
import { commandCase, queryCase, type Scene } from './case';
import { jobCase } from './job-case';

const campaign = (aim: Aim) => ({ campaign: aim.reviewCampaign });
const review = (aim: Aim) => ({ review: aim.review });
const inBilling = (aim: Aim) => ({ review: aim.review, group: aim.group });
const kept = (aim: Aim) => ({
  review: aim.review,
  entries: [aim.reviewEntry],
  decision: 'keep' as const,
});

const ended = async ({ world, aim }: Scene) => {
  await asAdministrator(world, endCampaign, campaign(aim));
};
const keep = async ({ world, aim }: Scene) => {
  await asAdministrator(world, decideEntries, kept(aim));
};
const dueIn =
  (interval: string) =>
  async ({ world: { db }, aim }: Scene) => {
    await db
      .update(reviews)
      .set({
        openedAt: sql`now() - interval '14 days'`,
        dueAt: sql`now() + ${interval}::interval`,
      })
      .where(eq(reviews.id, aim.review));
  };
const over = dueIn('-1 minute');
/** The next one of the campaign should have opened a minute ago. */
const waits = async ({ world: { db }, aim }: Scene) => {
  await db
    .update(reviewCampaigns)
    .set({ nextAt: sql`now() - interval '1 minute'` })
    .where(eq(reviewCampaigns.id, aim.reviewCampaign));
};
const asWorker =
  (...operations: Parameters<typeof systemActor>[1][number][]) =>
  () =>
    systemActor('worker', operations);

export const REVIEW_COMMANDS = [
  commandCase(createCampaign, {
    input: (aim) => ({ name: 'Quarterly', groups: [aim.group] }),
    event: (_scene, { id }) => ({
      target: id,
      after: { name: 'Quarterly', groups: ['billing'], repeats: 'quarterly', deadlineDays: 14 },
      affects: [],
    }),
    refused: { code: 'invalid_input', given: async () => ({ groups: ['nowhere'] }) },
    bad: [{ deadlineDays: 61 }, 'deadlineDays'],
  }),
  commandCase(updateCampaign, {
    input: (aim) => ({ ...campaign(aim), repeats: 'yearly' as const }),
    at: 'campaign',
    event: ({ aim }) => ({
      target: aim.reviewCampaign,
      before: { repeats: 'quarterly' },
      after: { repeats: 'yearly' },
      affects: [],
    }),
    refused: { code: 'campaign_ended', given: ended },
    bad: [{ groups: [] }, 'groups'],
  }),
  commandCase(endCampaign, {
    input: campaign,
    at: 'campaign',
    event: ({ aim }) => ({ target: aim.reviewCampaign, after: { nextAt: null }, affects: [] }),
    refused: { code: 'campaign_ended', given: ended },
  }),
  commandCase(openReview, {
    input: campaign,
    at: 'campaign',
    by: asWorker('reviews.open'),
    given: waits,
    event: ({ aim }) => ({
      target: aim.reviewCampaign,
      after: { number: 2, entries: 4 },
      affects: [],
    }),
    refused: { code: 'nothing_due', by: asWorker('reviews.open') },
  }),
  commandCase(remindReviewers, {
    input: review,
    at: 'review',
    by: asWorker('reviews.remind'),
    given: dueIn('6 days'),
    event: ({ aim, fixture, world }) => ({
      target: aim.review,
      after: { days: 7, told: [world.administratorId, fixture.lead.id].sort() },
      affects: [],
    }),
    refused: { code: 'nothing_due', by: asWorker('reviews.remind') },
  }),
  commandCase(decideEntries, {
    input: kept,
    at: 'review',
    event: ({ aim, fixture }) => ({
      target: aim.review,
      after: {
        decision: 'keep',
        memberships: [{ group: 'billing', id: fixture.colleague.id, name: 'Cora' }],
      },
      affects: [],
    }),
    refused: { code: 'review_closed', given: over },
    bad: [{ decision: 'drop' }, 'decision'],
  }),
  commandCase(applyReview, {
    input: inBilling,
    at: 'review',
    given: keep,
    records: 'reviews.settle',
    event: ({ aim }) => ({
      target: aim.review,
      after: { group: 'billing', kept: 1, ended: [] },
      affects: [],
    }),
    refused: { code: 'nothing_decided' },
  }),
  commandCase(settleEntries, {
    input: (aim) => ({
      ...{ review: aim.review, group: 'grp_none' },
      entries: [{ entry: aim.reviewEntry, outcome: 'kept' as const, reason: null }],
    }),
    at: 'review',
    given: async ({ fixture }) => ({ group: fixture.group.id }),
    event: ({ aim }) => ({ target: aim.review, after: { kept: 1, closed: false }, affects: [] }),
    refused: {
      code: 'nothing_decided',
      // Who is a member still has not ended.
      given: async ({ fixture, aim }) => ({
        group: fixture.group.id,
        entries: [{ entry: aim.reviewEntry, outcome: 'ended' as const, reason: null }],
      }),
    },
    bad: [{ entries: [{ entry: 'a', outcome: 'lost', reason: null }] }, 'entries.0.outcome'],
  }),
  commandCase(closeReview, {
    input: review,
    at: 'review',
    event: ({ aim }) => ({ target: aim.review, after: { undecided: 4 }, affects: [] }),
    refused: { code: 'review_closed', given: over },
  }),
];

export const REVIEW_QUERIES = [
  queryCase(listCampaigns, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(getCampaign, { input: campaign, at: 'campaign' }),
  queryCase(listReviews, { input: () => ({}), bad: [{ state: 'lost' }, 'state'] }),
  queryCase(countReviews, { input: () => ({}) }),
  queryCase(getReview, { input: review, at: 'review' }),
  queryCase(listEntries, { input: review, at: 'review', bad: [{ cursor: 'rve_1' }, 'cursor'] }),
  queryCase(listReviewGroups, { input: review, at: 'review', bad: [{ cursor: 'x' }, 'cursor'] }),
  queryCase(exportReview, { input: review, bad: [{ format: 'xls' }, 'format'] }),
];

export const REVIEW_JOBS = [
  jobCase(openReviews, {
    given: waits,
    changed: 1,
    events: ({ aim }) => [{ action: 'reviews.open', targetId: aim.reviewCampaign, affects: [] }],
    async holds({ world: { db }, aim }) {
      const mine = eq(reviews.campaignId, aim.reviewCampaign);
      expect(await db.$count(reviews, mine)).toBe(2);
    },
  }),
  jobCase(remindOfReviews, {
    given: dueIn('1 hour'),
    changed: 1,
    events: ({ aim }) => [{ action: 'reviews.remind', targetId: aim.review, affects: [] }],
    async holds({ world: { db }, aim }) {
      const told = await db.select().from(notices).where(eq(notices.aboutId, aim.review));
      expect(told.map(({ kind, facts }) => [kind, facts.days])).toEqual([
        ['review.due', 1],
        ['review.due', 1],
      ]);
    },
  }),
  jobCase(settleReviews, {
    async given(scene) {
      const { world, aim } = scene;
      await asAdministrator(world, decideEntries, { ...kept(aim), decision: 'end' });
      await over(scene);
    },
    changed: 1,
    events: ({ aim, fixture }) => [
      {
        ...{ action: 'groups.editMembers', targetId: fixture.group.id },
        affects: [fixture.colleague.id, fixture.colleagueToken.token.id],
      },
      { action: 'reviews.settle', targetId: aim.review, affects: [] },
    ],
    async holds({ world: { db }, aim }) {
      const entries = await db
        .select({ outcome: reviewEntries.outcome })
        .from(reviewEntries)
        .where(eq(reviewEntries.reviewId, aim.review))
        .orderBy(reviewEntries.outcome);
      expect(entries.map(({ outcome }) => outcome)).toEqual(['ended', 'kept', 'kept', 'kept']);
      const [row] = await db.select().from(reviews).where(eq(reviews.id, aim.review));
      expect(row?.closedAt).not.toBeNull();
    },
  }),
];
