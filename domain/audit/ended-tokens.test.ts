import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { deleteGroup } from '@/domain/groups/delete-group';
import { editMembers } from '@/domain/groups/edit-members';
import { endMemberships } from '@/domain/groups/end-memberships';
import { previewMembers } from '@/domain/groups/preview-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { runJob } from '@/domain/jobs/run-job';
import { asAdministrator } from '@/domain/testing/probes';
import { openWorld, type World } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { listEvents } from './list-events';

let world: World;
let group: string;
let service: string;
/** One that works, one that is suspended, and one that has expired. */
let tokens: string[];
let count = 0;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

beforeEach(async () => {
  count += 1;
  group = `team-${count}`;
  await asAdministrator(world, createGroup, { slug: group, name: group });
  const slug = `bot-${count}`;
  service = (await asAdministrator(world, createIdentity, { type: 'service', name: slug, slug }))
    .id;
  await asAdministrator(world, editMembers, { group, add: [{ identity: service }] });
  tokens = [];
  for (const name of ['works', 'suspended', 'expired']) {
    const made = await asAdministrator(world, createToken, { identity: service, group, name });
    tokens.push(made.token.id);
  }
  await asAdministrator(world, suspendToken, { token: tokens[1] ?? '' });
  await world.owner.execute(sql`update tokens
    set created_at = now() - interval '2 days', expires_at = now() - interval '1 day'
    where id = ${tokens[2]}`);
});

/** The last event that a search for each of the tokens finds. */
async function lastChangeOfEach() {
  const { db, administrator: actor } = world;
  const found = await Promise.all(
    tokens.map((id) => runQuery(listEvents, { db, actor }, { q: `target:${id}`, limit: 1 })),
  );
  return found.map((result) => (result.ok ? result.value.items[0]?.action : result.code));
}

it('removing a member is a change of every token it ends, and the preview counts them all', async () => {
  const { db, administrator: actor } = world;
  const preview = await runQuery(previewMembers, { db, actor }, { group, remove: [service] });
  expect(preview).toMatchObject({ ok: true, value: { revokedTokens: 3 } });
  const saved = await asAdministrator(world, editMembers, { group, remove: [service] });
  expect(saved.revokedTokens).toBe(3);
  expect(await lastChangeOfEach()).toEqual(Array(3).fill('groups.editMembers'));
});

it('so is stopping everything somebody holds', async () => {
  const stopped = await asAdministrator(world, stopIdentity, { identity: service });
  expect(stopped.revokedTokens).toBe(3);
  expect(await lastChangeOfEach()).toEqual(Array(3).fill('identities.stop'));
});

it('so is the end of a membership by its date', async () => {
  await world.owner.execute(sql`update memberships
    set created_at = now() - interval '2 days', expires_at = now() - interval '1 day'
    where identity_id = ${service}`);
  expect(await runJob(endMemberships, { db: world.db })).toBe(1);
  expect(await lastChangeOfEach()).toEqual(Array(3).fill('memberships.end'));
});

it('so is deleting their group', async () => {
  await asAdministrator(world, stopIdentity, { identity: service });
  await asAdministrator(world, deleteGroup, { group });
  expect(await lastChangeOfEach()).toEqual(Array(3).fill('groups.delete'));
});
