import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { reviewEntries } from '@/db/schema/reviews';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { applyReview } from './apply-review';
import { createCampaign } from './create-campaign';
import { decideEntries } from './decide-entries';
import { listEntries } from './list-entries';
import { getReview } from './list-reviews';
import { DECISIONS } from './review-facts';
import { whyNotDecided } from './review-rules';

let review: string;
let lead: Actor;

beforeAll(async ({ lead: { id: leadId }, member, ssoProvider }) => {
  await world.db
    .update(memberships)
    .set({ source: 'sso', sourceId: ssoProvider })
    .where(eq(memberships.identityId, member.id));
  review = (await asAdministrator(world, createCampaign, { name: 'All' })).review ?? '';
  lead = await signedIn(world.db, leadId);
  const mailer = await world.db
    .select({ id: reviewEntries.id })
    .from(reviewEntries)
    .where(eq(reviewEntries.identityName, 'mailer'));
  const kept = { review, entries: mailer.map(({ id }) => id), decision: 'keep' as const };
  await asAdministrator(world, decideEntries, kept);
  await asAdministrator(world, applyReview, { review, group: 'billing' });
});

/** Every decision about every membership that somebody sees: what a page says, and what is answered. */
async function compare(actor: Actor) {
  const context = contextOf(world.db, actor);
  const view = await runQuery(getReview, context, { review });
  const listed = await runQuery(listEntries, context, { review });
  if (!view.ok || !listed.ok) throw new Error('the review is out of reach');
  const said: string[] = [];
  const answered: string[] = [];
  for (const entry of listed.value.items) {
    const refusals = whyNotDecided(actor, view.value, entry);
    for (const decision of DECISIONS) {
      const input = { review, entries: [entry.id] };
      const until = new Date(Date.now() + 86_400_000).toISOString();
      const result = await runCommand(decideEntries, context, {
        ...{ ...input, decision },
        ...(decision === 'shorten' && { until }),
      });
      const what = `${entry.identity.name} ${decision}`;
      said.push(`${what}: ${refusals[decision] ?? 'may'}`);
      answered.push(`${what}: ${result.ok ? 'may' : result.message}`);
      if (result.ok) await runCommand(decideEntries, context, { ...input, decision: null });
    }
  }
  return { said, answered };
}

it('a page refuses a lead what the command would, in the same words', async () => {
  const { said, answered } = await compare(lead);
  expect(said).toEqual(answered);
  expect(said).toContain('Lea keep: Somebody else must review your own membership.');
  expect(said).toContain('Max shorten: Acme gives Max this membership: shorten it there.');
  expect(said).toContain('mailer end: What was decided of mailer is done already.');
  expect(said).toContain('Cora end: may');
});

it('and an administrator, who reviews every group', async () => {
  const { said, answered } = await compare(world.administrator);
  expect(said).toEqual(answered);
  expect(said).toContain('Lea end: may');
});
