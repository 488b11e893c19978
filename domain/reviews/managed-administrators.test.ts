import { and, eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { reviewEntries, reviews } from '@/db/schema/reviews';
import type { Context } from '@/domain/base/context';
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
import { getReview } from './list-reviews';
import { whyNotDecided } from './review-rules';

/** In Administrators by hand, though he can't sign in yet: he counts for nobody. */
let otto: Context;
let review: string;

beforeAll(async ({ outsider, member, ssoProvider }) => {
  for (const identity of [outsider.id, member.id]) {
    await asAdministrator(world, editMembers, { group: 'administrators', add: [{ identity }] });
  }
  await world.db.transaction((tx) => setPassword(tx, member.id, newId('session')));
  await world.db
    .update(memberships)
    .set({ source: 'sso', sourceId: ssoProvider })
    .where(and(eq(memberships.identityId, member.id), sql`group_id <> ${fixture.group.id}`));
  otto = contextOf(world.db, await signedIn(world.db, outsider.id));
  const input = { name: 'Those who administer', groups: ['administrators'] };
  review = (await asAdministrator(world, createCampaign, input)).review ?? '';
});

const rows = () => world.db.select().from(reviewEntries).where(eq(reviewEntries.reviewId, review));
async function end(name: string) {
  const entry = (await rows()).find(({ identityName }) => identityName === name);
  return runCommand(decideEntries, otto, { review, entries: [entry?.id], decision: 'end' });
}
const shown = async (name: string) => {
  const view = await runQuery(getReview, otto, { review });
  const listed = await runQuery(listEntries, otto, { review });
  if (!view.ok || !listed.ok) throw new Error('the review is out of reach');
  const entry = listed.value.items.find(({ identity }) => identity.name === name);
  if (!entry) throw new Error(`${name} is not in the review`);
  return whyNotDecided(otto.actor, view.value, entry).end;
};

it('an administrator whom a provider keeps is still one, though they are to end', async () => {
  expect(await end('Max')).toMatchObject({ ok: true });
  expect(await shown('Ada')).toBeNull();
  expect(await end('Ada')).toMatchObject({ ok: true });
  // The last who is left may be said to end at the provider: nothing changes here by it.
  expect(await shown('Max')).toBeNull();
  expect(await end('Max')).toMatchObject({ ok: true });
  await world.db
    .update(reviews)
    .set({ dueAt: sql`now() - interval '1 minute'` })
    .where(eq(reviews.id, review));
  expect(await runJob(settleReviews, { db: world.db })).toBe(1);
  expect(
    Object.fromEntries((await rows()).map((row) => [row.identityName, row.outcome])),
  ).toMatchObject({ Ada: 'ended', Max: 'at_provider' });
});
