import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { reviewEntries } from '@/db/schema/reviews';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { bearer, contextOf } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { createCampaign } from './create-campaign';
import { decideEntries } from './decide-entries';

let robot: Actor;
let review: string;
let entries: Map<string, string>;

beforeAll(async () => {
  const group = 'administrators';
  const { id } = await asAdministrator(world, createIdentity, { type: 'service', name: 'robot' });
  await asAdministrator(world, editMembers, { group, add: [{ identity: id }] });
  const minted = { identity: id, group, name: 'robot' };
  const { secret } = await asAdministrator(world, createToken, minted);
  robot = await bearer(world.db, secret);
  review = (await asAdministrator(world, createCampaign, { name: 'All' })).review ?? '';
  const rows = await world.db
    .select()
    .from(reviewEntries)
    .where(eq(reviewEntries.reviewId, review));
  entries = new Map(rows.map((row) => [row.identityName, row.id]));
});

const keep = (name: string) =>
  runCommand(decideEntries, contextOf(world.db, robot), {
    ...{ review, decision: 'keep' },
    entries: [entries.get(name)],
  });

it('nobody keeps their own membership by a service account whose token they minted', async () => {
  expect(await keep('Ada')).toMatchObject({ ok: false, code: 'own_membership' });
  expect(await keep('robot')).toMatchObject({ ok: false, code: 'own_membership' });
  expect(await keep('Lea')).toMatchObject({ ok: true });
});
