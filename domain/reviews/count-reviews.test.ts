import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { reviewEntries, reviews } from '@/db/schema/reviews';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createCampaign } from './create-campaign';
import { decideEntries } from './decide-entries';
import { countReviews } from './list-reviews';

async function waitingFor(actor: Actor): Promise<number> {
  const counted = await runQuery(countReviews, contextOf(world.db, actor), {});
  return counted.ok ? counted.value.waiting : -1;
}

async function keepAll(actor: Actor, review: string, group: string, but: string) {
  const rows = await world.db
    .select()
    .from(reviewEntries)
    .where(eq(reviewEntries.reviewId, review));
  const of = rows.filter(({ groupSlug, identityId }) => groupSlug === group && identityId !== but);
  const input = { review, entries: of.map(({ id }) => id), decision: 'keep' as const };
  expect(await runCommand(decideEntries, contextOf(world.db, actor), input)).toMatchObject({
    ok: true,
  });
}

it('reviews wait for whoever may decide in them, until nothing but their own membership is left', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  const responder = await signedIn(world.db, fixture.responder.id);
  expect(await waitingFor(lead)).toBe(0);
  const make = async (name: string) =>
    (await asAdministrator(world, createCampaign, { name })).review ?? '';
  const [one, two] = [await make('One'), await make('Two')];
  expect(await waitingFor(lead)).toBe(2);
  expect(await waitingFor(world.administrator)).toBe(2);
  // Who may look at all reviews and decide in none has none waiting.
  expect(await waitingFor(responder)).toBe(0);

  await keepAll(lead, one, 'billing', lead.id);
  expect(await waitingFor(lead)).toBe(1);
  expect(await waitingFor(world.administrator)).toBe(2);

  const late = { dueAt: sql`now() - interval '1 minute'`, openedAt: sql`now() - interval '1 day'` };
  await world.owner.update(reviews).set(late).where(eq(reviews.id, two));
  expect(await waitingFor(lead)).toBe(0);
  expect(await waitingFor(world.administrator)).toBe(1);
});
