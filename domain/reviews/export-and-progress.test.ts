import { expect } from 'vitest';
import type { z } from 'zod';
import type { Actor } from '@/domain/base/actor';
import { isRefusal } from '@/domain/base/refusal';
import { runQuery } from '@/domain/commands/run-query';
import { openStream } from '@/domain/commands/run-stream';
import { writeRows } from '@/domain/commands/write-rows';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { applyReview } from './apply-review';
import { createCampaign } from './create-campaign';
import { decideEntries } from './decide-entries';
import { exportReview } from './export-review';
import { listEntries } from './list-entries';
import { listReviewGroups } from './list-review-groups';

let review: string;

async function entries(input: Omit<z.input<typeof listEntries.input>, 'review'>) {
  const context = contextOf(world.db, world.administrator);
  const answer = await runQuery(listEntries, context, { ...input, review });
  return answer.ok ? answer.value.items : [];
}
async function groups(
  input: Omit<z.input<typeof listReviewGroups.input>, 'review'>,
  actor: Actor = world.administrator,
) {
  const answer = await runQuery(listReviewGroups, contextOf(world.db, actor), { ...input, review });
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

beforeAll(async () => {
  review = (await asAdministrator(world, createCampaign, { name: '=All' })).review ?? '';
  const idsOf = async (q: string) => (await entries({ q })).map(({ id }) => id);
  const ended = { decision: 'end' as const, note: 'left the team' };
  const cora = await idsOf('Cora');
  await asAdministrator(world, decideEntries, { review, entries: cora, ...ended });
  await asAdministrator(world, applyReview, { review, group: 'billing' });
  const max = await idsOf('Max');
  await asAdministrator(world, decideEntries, { review, entries: max, decision: 'keep' });
});

it('a review has come so far in each group, page after page, with who leads it', async () => {
  const { items } = await groups({});
  expect(items.find(({ slug }) => slug === 'billing')).toMatchObject({
    ...{ entries: 4, undecided: 2, settled: 1, leads: ['Lea'], controlsKeyward: false },
    waiting: { keep: 1, end: 0, shorten: 0 },
  });
  expect(items.find(({ slug }) => slug === 'administrators')).toMatchObject({
    ...{ undecided: 1, leads: ['Ada'], controlsKeyward: true },
  });
  expect(items.find(({ slug }) => slug === 'auditors')).toMatchObject({ leads: [] });
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await groups({ limit: 1, cursor });
    found.push(...page.items.map(({ slug }) => slug));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(found).toEqual(items.map(({ slug }) => slug));
});

it('a lead sees their own group alone', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  const { items } = await groups({}, lead);
  expect(items.map(({ slug }) => slug)).toEqual(['billing']);
});

it('memberships are listed by one state or several, and by the rights of their groups', async () => {
  const listed = async (state: z.input<typeof listEntries.input>['state']) =>
    (await entries({ state, group: 'billing' })).map(({ identity }) => identity.name);
  expect(await listed(['keep', 'settled'])).toEqual(['Cora', 'Max']);
  expect(await listed('undecided')).toEqual(['Lea', 'mailer']);
  const privileged = await entries({ privileged: 'true', group: ['administrators', 'billing'] });
  expect(privileged.map(({ identity }) => identity.name)).toEqual(['Ada']);
});

it('the export says of each what was decided, by whom, upon what, and what became of it', async () => {
  const context = contextOf(world.db, world.administrator);
  const stream = await openStream(exportReview, context, { review, format: 'csv' });
  if (isRefusal(stream)) throw new Error(stream.message);
  const rows: object[] = [];
  for await (const batch of stream.batches) rows.push(...batch);
  expect(rows).toContainEqual(
    expect.objectContaining({
      identity: expect.objectContaining({ name: 'Cora' }),
      decision: expect.objectContaining({
        ...{ decision: 'end', note: 'left the team', by: expect.objectContaining({ name: 'Ada' }) },
      }),
      evidence: expect.objectContaining({ granted: 1 }),
      settled: expect.objectContaining({ outcome: 'ended' }),
    }),
  );
  // A spreadsheet runs no formula of a name.
  expect(writeRows.csv(exportReview.stream, rows, true)).toContain("'=All");
  expect(await lastEvent(world)).toMatchObject({
    action: 'reviews.export',
    after: { review, format: 'csv' },
  });
});
