import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups, memberships } from '@/db/schema/groups';
import { newId } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { createIdentity } from '@/domain/identities/create-identity';
import { it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { editMembers } from './edit-members';

it('leaves an administrator, however many remove each other at once', async () => {
  const others = ['Bo', 'Cy', 'Di'].map(async (name) => {
    const email = `${name.toLowerCase()}@example.com`;
    return asAdministrator(world, createIdentity, { type: 'person', name, email });
  });
  const ids = (await Promise.all(others)).map(({ id }) => id);
  await asAdministrator(world, editMembers, {
    group: 'administrators',
    add: ids.map((identity) => ({ identity })),
  });
  for (const id of ids) {
    await world.db.transaction((tx) => setPassword(tx, id, newId('session')));
  }
  const all = [world.administratorId, ...ids];
  const actors = await Promise.all(all.map((id) => signedIn(world.db, id)));
  // Everybody removes everybody but themselves, and themselves.
  const results = await Promise.all(
    actors.flatMap((actor) =>
      all.map((identity) =>
        runCommand(editMembers, contextOf(world.db, actor), {
          ...{ group: 'administrators', remove: [identity] },
        }),
      ),
    ),
  );
  const [administrators] = await world.db
    .select()
    .from(groups)
    .where(eq(groups.slug, 'administrators'));
  const left = await world.db
    .select()
    .from(memberships)
    .where(eq(memberships.groupId, administrators?.id ?? ''));
  expect(left).toHaveLength(1);
  expect(results.filter(({ ok }) => ok)).toHaveLength(3);
});
