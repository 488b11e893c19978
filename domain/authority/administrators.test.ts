import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { passwords, sessions } from '@/db/schema/identities';
import { newId } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { updateGroup } from '@/domain/groups/update-group';
import { createIdentity } from '@/domain/identities/create-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { asAdministrator } from '@/domain/testing/probes';
import {
  bearer,
  contextOf,
  mintOwn,
  openWorld,
  signedIn,
  type World,
} from '@/domain/testing/world';

let world: World;
let second: string;
let made = 0;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

// Beside Ada, who can sign in, a second administrator who can’t yet.
beforeEach(async () => {
  await world.owner.execute(
    sql`delete from memberships where identity_id <> ${world.administratorId}`,
  );
  await world.owner.execute(sql`update groups set allowed_cidrs = '{}'`);
  // Suspending Ada has ended her session.
  world.administrator = await signedIn(world.db, world.administratorId);
  made += 1;
  const person = { type: 'person' as const, name: 'Bo', email: `bo-${made}@example.com` };
  second = (await asAdministrator(world, createIdentity, person)).id;
  await asAdministrator(world, editMembers, {
    group: 'administrators',
    add: [{ identity: second }],
  });
});

const last = { ok: false, kind: 'conflict', code: 'last_administrator' };
const context = () => contextOf(world.db, world.administrator);
const edit = (input: object) =>
  runCommand(editMembers, context(), { group: 'administrators', ...input });
const suspend = (identity: string) => runCommand(suspendIdentity, context(), { identity });
const letIn = (identity: string) =>
  world.db.transaction((tx) => setPassword(tx, identity, 'correct horse battery'));
const seenFrom = (identityId: string, ip: string) =>
  world.db
    .insert(sessions)
    .values({ id: newId('session'), identityId, ip, expiresAt: sql`now() + interval '1 hour'` });
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe('who has never set a password is no administrator to rely on', () => {
  const me = () => world.administratorId;
  it.each([
    ['leave the group to them', () => edit({ remove: [me()] })],
    ['give oneself an end date', () => edit({ add: [{ identity: me(), expiresAt: inAnHour() }] })],
    ['suspend everybody else', () => suspend(me())],
  ])('so it is refused to %s, until they have', async (_what, change) => {
    expect(await change()).toMatchObject(last);
    await letIn(second);
    const { rows } = await world.owner.execute(sql`select 1 from identities where id = ${me()}`);
    expect(rows).toHaveLength(1);
    expect(await change()).toMatchObject({ ok: true });
    await world.owner.execute(sql`update identities set state = 'active'`);
    await world.owner.execute(sql`delete from memberships where identity_id = ${me()}`);
    await world.owner.execute(
      sql`insert into memberships (group_id, identity_id, role, added_by, added_by_name)
        select id, ${me()}, 'lead', 'test', 'test' from groups where slug = 'administrators'`,
    );
  });

  it('while the others may still be removed, and somebody outside suspended', async () => {
    const person = { type: 'person' as const, name: 'Out', email: `out-${made}@example.com` };
    const { id } = await asAdministrator(world, createIdentity, person);
    await world.db.delete(passwords).where(eq(passwords.identityId, me()));
    expect(await suspend(id)).toMatchObject({ ok: true });
    expect(await edit({ add: [{ identity: id }] })).toMatchObject({ ok: true });
    await letIn(me());
    expect(await edit({ remove: [second] })).toMatchObject({ ok: true });
  });
});

describe('who is not let in from where they sign in is none either', () => {
  const limit = (allowedCidrs: string[]) =>
    runCommand(updateGroup, context(), { group: 'administrators', policy: { allowedCidrs } });

  it('the limit must let in whoever sets it, or another administrator seen there', async () => {
    expect(await limit(['203.0.113.0/24'])).toMatchObject(last);
    await letIn(second);
    expect(await limit(['203.0.113.0/24'])).toMatchObject(last);
    await seenFrom(second, '203.0.113.9');
    expect(await limit(['203.0.113.0/24'])).toMatchObject({ ok: true });
  });

  it('a token of theirs that works from there is no proof that they sign in there', async () => {
    const minted = { group: 'administrators', name: 'machine' };
    const { secret } = await mintOwn(world.db, world.administratorId, minted);
    const machine = await bearer(world.db, secret);
    const policy = { allowedCidrs: ['192.0.2.0/24'] };
    const input = { group: 'administrators', policy };
    const byToken = () => runCommand(updateGroup, contextOf(world.db, machine), input);
    await world.owner.execute(sql`delete from sessions where ip is not null`);
    expect(await byToken()).toMatchObject(last);
    await seenFrom(world.administratorId, '192.0.2.8');
    expect(await byToken()).toMatchObject({ ok: true });
    await world.owner.execute(sql`delete from sessions where ip is not null`);
  });

  it('and later nobody can leave the group to somebody who was never seen there', async () => {
    await letIn(second);
    expect(await limit(['192.0.2.0/24'])).toMatchObject({ ok: true });
    expect(await edit({ remove: [world.administratorId] })).toMatchObject(last);
    expect(await suspend(world.administratorId)).toMatchObject(last);
  });
});

it('Administrators can’t be frozen, and say why by the same rule', async () => {
  await letIn(second);
  const frozen = await runCommand(freezeGroup, context(), { group: 'administrators' });
  expect(frozen).toMatchObject(last);
});

it('two that suspend each other at once leave one', async () => {
  await letIn(second);
  const both = await Promise.all([suspend(world.administratorId), suspend(second)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  await world.owner.execute(sql`update identities set state = 'active'`);
});
