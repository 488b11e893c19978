import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups, memberships } from '@/db/schema/groups';
import { reviewEntries } from '@/db/schema/reviews';
import { reconcile } from '@/domain/scim/reconcile';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor } from '@/domain/testing/probes';
import { membershipOf, provisionMember } from '@/domain/testing/provisioned';
import { contextOf } from '@/domain/testing/world';
import { applyReview } from './apply-review';
import { createCampaign } from './create-campaign';
import { decideEntries } from './decide-entries';

let review: string;

/** Cora was added by hand, and a group that is pushed leads her to it as well. */
beforeAll(async ({ colleague, service }) => {
  await provisionMember(world, service.id, 'billing', colleague.id);
  const made = await asAdministrator(world, createCampaign, { name: 'All', groups: ['billing'] });
  review = made.review ?? '';
});

const rowOf = async (name: string) => {
  const here = and(eq(reviewEntries.reviewId, review), eq(reviewEntries.identityName, name));
  const [row] = await world.db.select().from(reviewEntries).where(here);
  if (!row) throw new Error(`${name} is not in the review`);
  return row;
};

/** What the client's next request does. */
const push = () =>
  world.db.transaction(async (tx) => {
    const { service, group } = fixture;
    const [row] = await tx.select().from(groups).where(eq(groups.id, group.id)).for('update');
    if (!row) throw new Error('the group is gone');
    const { actor, request } = contextOf(world.db, world.administrator);
    await reconcile(tx, { actor, request, client: { id: service.id, name: 'mailer' }, group: row });
  });

it('says of who is given again by the next push that it is to end at the provider', async () => {
  const { colleague, group, colleagueToken } = fixture;
  const entries = [(await rowOf('Cora')).id, (await rowOf('Max')).id];
  await asAdministrator(world, decideEntries, { review, entries, decision: 'end' });
  await asAdministrator(world, applyReview, { review, group: 'billing' });
  expect(await rowOf('Max')).toMatchObject({ outcome: 'ended', outcomeReason: null });
  expect(await rowOf('Cora')).toMatchObject({
    ...{ outcome: 'at_provider', outcomeReason: expect.stringContaining('mailer gives it again') },
  });
  // What was given by hand is gone with its tokens, and comes back as the provider's alone.
  expect(await membershipOf(world.db, group.id, colleague.id)).toBeUndefined();
  await push();
  expect(await membershipOf(world.db, group.id, colleague.id)).toMatchObject({ source: 'scim' });
  expect(await world.db.$count(memberships, eq(memberships.identityId, fixture.member.id))).toBe(0);
  expect(await codeFor(world, colleagueToken.secret, 'listInvoices')).not.toBe('allowed');
});
