import { and, eq, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { groups, memberships } from '@/db/schema/groups';
import { reviewEntries, reviews } from '@/db/schema/reviews';
import { newId } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { setPassword } from '@/domain/credentials/set-password';
import { editMembers } from '@/domain/groups/edit-members';
import { runJob } from '@/domain/jobs/run-job';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { settleReviews } from './close-review';
import { createCampaign } from './create-campaign';
import { decideEntries } from './decide-entries';
import { listEntries } from './list-entries';

const open = async (group: string, unreviewed: 'end' | 'keep' = 'end') => {
  const input = { name: group, groups: [group], repeats: 'once' as const, unreviewed };
  const { review } = await asAdministrator(world, createCampaign, input);
  if (review === null) throw new Error('nothing was opened');
  return review;
};
const passDeadline = (review: string) =>
  world.db
    .update(reviews)
    .set({ dueAt: sql`now() - interval '1 minute'` })
    .where(eq(reviews.id, review));
const outcomes = async (review: string) => {
  const rows = await world.db
    .select()
    .from(reviewEntries)
    .where(eq(reviewEntries.reviewId, review));
  return Object.fromEntries(rows.map((row) => [row.identityName, row.outcome]));
};
const entryOf = async (review: string, name: string) => {
  const [row] = await world.db
    .select()
    .from(reviewEntries)
    .where(and(eq(reviewEntries.reviewId, review), eq(reviewEntries.identityName, name)));
  return row?.id ?? '';
};

describe('a membership that a provider gives', () => {
  beforeAll(async ({ member, ssoProvider }) => {
    await world.db
      .update(memberships)
      .set({ source: 'sso', sourceId: ssoProvider })
      .where(eq(memberships.identityId, member.id));
  });

  it('is found to be ended at the provider, and stays here', async () => {
    const review = await open('billing', 'keep');
    const max = await entryOf(review, 'Max');
    const decide = (more: object) =>
      runCommand(decideEntries, contextOf(world.db, world.administrator), {
        ...{ review, entries: [max] },
        ...more,
      });
    expect(
      await decide({ decision: 'shorten', until: new Date(Date.now() + 86_400_000).toISOString() }),
    ).toMatchObject({ code: 'managed_membership', message: expect.stringContaining('Acme') });
    expect(await decide({ decision: 'end' })).toMatchObject({ ok: true });
    await passDeadline(review);
    expect(await runJob(settleReviews, { db: world.db })).toBe(1);
    expect(await outcomes(review)).toEqual({
      ...{ Lea: 'kept', Max: 'at_provider', Cora: 'kept', mailer: 'kept' },
    });
    expect(await world.db.$count(memberships, eq(memberships.identityId, fixture.member.id))).toBe(
      1,
    );
  });
});

describe('the last administrator', () => {
  it('is shown as such, and can’t be ended', async () => {
    const { id } = fixture.outsider;
    await asAdministrator(world, editMembers, { group: 'administrators', add: [{ identity: id }] });
    const review = await open('administrators');
    const otto = await signedIn(world.db, id);
    const context = contextOf(world.db, otto);
    const listed = await runQuery(listEntries, context, { review });
    const items = listed.ok ? listed.value.items : [];
    expect(items.map((each) => [each.identity.name, each.lastAdministrator])).toEqual([
      // He has set no password yet.
      ['Ada', true],
      ['Otto', false],
    ]);
    const end = { review, entries: [await entryOf(review, 'Ada')], decision: 'end' };
    expect(await runCommand(decideEntries, context, end)).toMatchObject({
      code: 'last_administrator',
    });
    await world.db.transaction((tx) => setPassword(tx, id, newId('session')));
    expect(await runCommand(decideEntries, context, end)).toMatchObject({ ok: true });
  });

  it('stays where nobody reviews in time, whatever the rule says', async () => {
    const review = await open('administrators');
    await world.db.update(reviews).set({ closedAt: sql`now()` }).where(sql`id <> ${review}`);
    await passDeadline(review);
    expect(await runJob(settleReviews, { db: world.db })).toBe(1);
    expect(await outcomes(review)).toEqual({ Ada: 'kept', Otto: 'kept' });
    const [group] = await world.db.select().from(groups).where(eq(groups.slug, 'administrators'));
    expect(await world.db.$count(memberships, eq(memberships.groupId, group?.id ?? ''))).toBe(2);
  });
});
