import { and, eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { reviewEntries } from '@/db/schema/reviews';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { editMembers } from '@/domain/groups/edit-members';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { applyReview } from './apply-review';
import { createCampaign } from './create-campaign';
import { decideEntries } from './decide-entries';
import { listEntries } from './list-entries';

let review: string;
let lead: Actor;
/** Ids of entries by the name of the member. */
let entries: Map<string, string>;

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const decide = (actor: Actor, names: string[], decision: object) =>
  runCommand(decideEntries, contextOf(world.db, actor), {
    review,
    entries: names.map((name) => entries.get(name)),
    ...decision,
  });
const apply = (actor: Actor, group: string) =>
  runCommand(applyReview, contextOf(world.db, actor), { review, group });
const outcomeOf = async (name: string) => {
  const [entry] = await world.db
    .select()
    .from(reviewEntries)
    .where(eq(reviewEntries.id, entries.get(name) ?? ''));
  return entry;
};

beforeAll(async ({ lead: { id } }) => {
  const made = await asAdministrator(world, createCampaign, { name: 'All' });
  review = made.review ?? '';
  lead = await signedIn(world.db, id);
  const rows = await world.db
    .select()
    .from(reviewEntries)
    .where(eq(reviewEntries.reviewId, review));
  entries = new Map(rows.map((row) => [row.identityName, row.id]));
});

it('a membership that is ended by review takes its tokens with it at the next decision', async () => {
  const { secret } = fixture.colleagueToken;
  expect(await codeFor(world, secret, 'listInvoices')).toBe('allowed');
  expect(await decide(lead, ['Cora'], { decision: 'end', note: 'left the team' })).toMatchObject({
    ok: true,
    value: { decided: 1, waiting: { end: 1 } },
  });
  // Until it is applied, minds may change.
  expect(await codeFor(world, secret, 'listInvoices')).toBe('allowed');
  expect(await apply(lead, 'billing')).toMatchObject({ ok: true, value: { ended: 1, left: 3 } });
  expect(await codeFor(world, secret, 'listInvoices')).toBe('membership_ended');
  expect(await outcomeOf('Cora')).toMatchObject({
    ...{ outcome: 'ended', decidedByName: 'Lea', note: 'left the team' },
    evidence: { granted: 1 },
  });
  expect(await decide(lead, ['Cora'], { decision: 'keep' })).toMatchObject({
    code: 'review_closed',
  });
});

it('minds change until then, and back to none', async () => {
  await decide(lead, ['Max'], { decision: 'end' });
  await decide(lead, ['Max'], { decision: 'shorten', until: inDays(9) });
  expect(await outcomeOf('Max')).toMatchObject({ decision: 'shorten' });
  await decide(lead, ['Max'], { decision: null });
  expect(await outcomeOf('Max')).toMatchObject({ decision: null, decidedBy: null, until: null });
  expect(await apply(lead, 'billing')).toMatchObject({ code: 'nothing_decided' });
});

it('nobody reviews their own membership, administrators included', async () => {
  expect(await decide(lead, ['Max', 'Lea'], { decision: 'keep' })).toMatchObject({
    ...{ kind: 'forbidden', code: 'own_membership' },
    errors: [{ path: 'entries.1' }],
  });
  expect(await outcomeOf('Max')).toMatchObject({ decision: null });
  expect(await decide(world.administrator, ['Ada'], { decision: 'keep' })).toMatchObject({
    code: 'own_membership',
  });
  expect(await decide(world.administrator, ['Lea'], { decision: 'keep' })).toMatchObject({
    ok: true,
  });
});

it('a lead neither sees nor decides what is in another group', async () => {
  expect(await decide(lead, ['Aud'], { decision: 'end' })).toMatchObject({ kind: 'not_found' });
  expect(await decide(lead, ['Max', 'Aud'], { decision: 'end' })).toMatchObject({
    kind: 'invalid',
    errors: [{ path: 'entries.1' }],
  });
  const seen = await runQuery(listEntries, contextOf(world.db, lead), { review });
  const groups = seen.ok ? seen.value.items.map(({ group }) => group.slug) : [];
  expect(new Set(groups)).toEqual(new Set(['billing']));
});

describe('to end sooner', () => {
  it('takes a date that lies ahead and before the end that is set', async () => {
    const refused = { ok: false, kind: 'invalid' };
    expect(await decide(lead, ['Max'], { decision: 'shorten' })).toMatchObject(refused);
    expect(await decide(lead, ['Max'], { decision: 'keep', until: inDays(3) })).toMatchObject(
      refused,
    );
    expect(await decide(lead, ['Max'], { decision: 'shorten', until: inDays(-1) })).toMatchObject(
      refused,
    );
  });

  it('sets that date and leaves the role', async () => {
    const until = inDays(3);
    await decide(lead, ['Max'], { decision: 'shorten', until });
    expect(await apply(lead, 'billing')).toMatchObject({ ok: true, value: { shortened: 1 } });
    const [row] = await world.db
      .select()
      .from(memberships)
      .where(
        and(
          eq(memberships.groupId, fixture.group.id),
          eq(memberships.identityId, fixture.member.id),
        ),
      );
    expect(row).toMatchObject({ role: 'member', expiresAt: new Date(until) });
  });
});

it('who was removed and added again since is another member, and stays', async () => {
  const { id } = fixture.auditor;
  await decide(world.administrator, ['Aud'], { decision: 'end' });
  await asAdministrator(world, editMembers, { group: 'auditors', remove: [id] });
  await asAdministrator(world, editMembers, { group: 'auditors', add: [{ identity: id }] });
  expect(await apply(world.administrator, 'auditors')).toMatchObject({ ok: true });
  expect(await outcomeOf('Aud')).toMatchObject({ outcome: 'gone' });
  expect(await world.db.$count(memberships, eq(memberships.identityId, id))).toBe(1);
});
