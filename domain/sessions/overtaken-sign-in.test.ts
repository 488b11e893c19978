import { and, eq, isNull, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sessions } from '@/db/schema/identities';
import { setPassword } from '@/domain/credentials/set-password';
import { createIdentity } from '@/domain/identities/create-identity';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { contextOf, openWorld, type World } from '@/domain/testing/world';
import { signIn } from './sign-in';

const PASSWORD = 'correct horse battery';
let world: World;
let person: { id: string; email: string };
let made = 0;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  made += 1;
  const email = `pat-${made}@example.com`;
  const { id } = await asAdministrator(world, createIdentity, {
    type: 'person',
    name: 'Pat',
    email,
  });
  await world.db.transaction((tx) => setPassword(tx, id, PASSWORD));
  person = { id, email };
});

const enter = () =>
  signIn(contextOf(world.db, world.administrator), { email: person.email, password: PASSWORD });
const openSessions = () =>
  world.db.$count(sessions, and(eq(sessions.identityId, person.id), isNull(sessions.endedAt)));
async function waiting() {
  const { rows } = await world.owner.execute(sql`
    select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return rows.length;
}

type Change = (tx: Parameters<Parameters<World['owner']['transaction']>[0]>[0]) => Promise<unknown>;

/** Signs in with the password that was right when it was compared, while `change` commits. */
async function signInDuring(change: Change) {
  let late: ReturnType<typeof enter> | undefined;
  await world.owner.transaction(async (tx) => {
    await tx.execute(sql`select 1 from identities where id = ${person.id} for update`);
    late = enter();
    await expect.poll(waiting, { timeout: 15_000 }).toBe(1);
    await change(tx);
  });
  return late;
}

it.each<[what: string, reason: string, change: Change]>([
  ['a new password', 'wrong_password', (tx) => setPassword(tx, person.id, 'another long password')],
  [
    'a suspension',
    'identity_suspended',
    (tx) => tx.execute(sql`update identities set state = 'suspended' where id = ${person.id}`),
  ],
])(
  'a sign-in that %s overtakes opens no session, and is recorded',
  async (_what, reason, change) => {
    expect(await signInDuring(change)).toMatchObject({ ok: false, code: 'wrong_credentials' });
    expect(await openSessions()).toBe(0);
    expect(await lastEvent(world)).toMatchObject({
      action: 'sessions.create',
      actorId: person.id,
      outcome: 'denied',
      reason,
    });
  },
);

it('a sign-in that nothing overtakes but an edit of the person opens one', async () => {
  const rename: Change = (tx) =>
    tx.execute(sql`update identities set name = 'Patricia' where id = ${person.id}`);
  expect(await signInDuring(rename)).toMatchObject({ ok: true });
  expect(await openSessions()).toBe(1);
});
