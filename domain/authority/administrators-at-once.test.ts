import { sql } from 'drizzle-orm';
import { expect, vi } from 'vitest';
import type { Database } from '@/db/client';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';

/** Until some connection of this database waits for a lock that another holds. */
const somebodyWaits = () =>
  vi.waitUntil(
    async () => {
      const { rows } = await world.owner.execute(
        sql`select 1 from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    },
    { timeout: 60_000, interval: 20 },
  );

it('of two changes at once that each leave an administrator, the one that would take the last is refused', async () => {
  const bo = { type: 'person' as const, name: 'Bo', email: 'bo@example.com' };
  const { id: second } = await asAdministrator(world, createIdentity, bo);
  await asAdministrator(world, editMembers, {
    group: 'administrators',
    add: [{ identity: second }],
  });
  await world.db.transaction((tx) => setPassword(tx, second, 'correct horse battery'));
  const responders = [
    await signedIn(world.db, fixture.responder.id),
    await signedIn(world.db, fixture.responder.id),
  ] as const;
  const suspend = (db: Database, which: 0 | 1, identity: string) =>
    runCommand(suspendIdentity, contextOf(db, responders[which]), { identity });

  let other: ReturnType<typeof suspend> | undefined;
  const first = await world.db.transaction(async (tx) => {
    const inside = Object.assign(tx, { $client: world.db.$client }) as unknown as Database;
    const done = await suspend(inside, 0, world.administratorId);
    // It begins while the first is done and not committed.
    other = suspend(world.db, 1, second);
    await somebodyWaits();
    return done;
  });
  expect(first).toMatchObject({ ok: true });
  expect(await other).toMatchObject({ ok: false, code: 'last_administrator' });
});
