import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { reviewEntries, reviews } from '@/db/schema/reviews';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { runJob } from '@/domain/jobs/run-job';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { settleReviews } from './close-review';
import { createCampaign } from './create-campaign';

const people: Record<string, string> = {};
let review: string;

/** Beside Ada: a service account, who is suspended, who leaves in a month, and who has no way to sign in. */
beforeAll(async () => {
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString();
  for (const name of ['robot', 'Sue', 'Tim', 'Una']) {
    const { id } = await asAdministrator(
      world,
      createIdentity,
      name === 'robot'
        ? { type: 'service', name }
        : { type: 'person', name, email: `${name.toLowerCase()}@example.com` },
    );
    people[name] = id;
    const expiresAt = name === 'Tim' ? inAMonth : null;
    const add = [{ identity: id, expiresAt }];
    await asAdministrator(world, editMembers, { group: 'administrators', add });
  }
  await asAdministrator(world, suspendIdentity, { identity: people.Sue ?? '' });
  const made = await asAdministrator(world, createCampaign, {
    ...{ name: 'Those who administer', groups: ['administrators'], unreviewed: 'end' },
  });
  review = made.review ?? '';
});

const outcomes = async () => {
  const rows = await world.db
    .select()
    .from(reviewEntries)
    .where(eq(reviewEntries.reviewId, review));
  return Object.fromEntries(rows.map((row) => [row.identityName, row.outcome]));
};

it('of those whom nobody reviewed, only who could administer Keyward stays', async () => {
  await world.db
    .update(reviews)
    .set({ dueAt: sql`now() - interval '1 minute'` })
    .where(eq(reviews.id, review));
  expect(await runJob(settleReviews, { db: world.db })).toBe(1);
  expect(await outcomes()).toEqual({
    ...{ Ada: 'kept', robot: 'ended', Sue: 'ended', Tim: 'ended', Una: 'ended' },
  });
});
