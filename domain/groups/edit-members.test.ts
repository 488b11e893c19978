import { and, eq, isNull, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { newId } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';
import { editMembers } from './edit-members';
import { listMembers } from './list-members';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe('a lead whose membership ends on a date', () => {
  const edit = async (member: object) => {
    const lead = await signedIn(world.db, fixture.lead.id);
    return runCommand(editMembers, contextOf(world.db, lead), {
      group: 'billing',
      add: [{ identity: fixture.lead.id, role: 'lead', ...member }],
    });
  };

  it('can’t put that date off or take it away', async () => {
    await asAdministrator(world, editMembers, {
      group: 'billing',
      add: [{ identity: fixture.lead.id, role: 'lead', expiresAt: inDays(2) }],
    });
    const refused = { ok: false, kind: 'forbidden', code: 'own_membership' };
    expect(await edit({})).toMatchObject(refused);
    expect(await edit({ expiresAt: inDays(3) })).toMatchObject(refused);
  });

  it('can bring it forward', async () => {
    expect(await edit({ expiresAt: inDays(1) })).toMatchObject({ ok: true, value: { changed: 1 } });
  });
});

it('a removal also ends the undo of a revocation just before it', async () => {
  const { id } = fixture.memberToken.token;
  await asAdministrator(world, revokeToken, { token: id });
  await asAdministrator(world, editMembers, { group: 'billing', remove: [fixture.member.id] });
  await asAdministrator(world, editMembers, {
    group: 'billing',
    add: [{ identity: fixture.member.id }],
  });
  const undone = await runCommand(undoRevokeToken, contextOf(world.db, world.administrator), {
    token: id,
  });
  expect(undone).toMatchObject({ ok: false, code: 'undo_expired' });
});

it('a membership that is prolonged after its end brings none of its tokens back', async () => {
  const { id } = fixture.colleagueToken.token;
  const identity = fixture.colleague.id;
  await asAdministrator(world, editMembers, {
    group: 'billing',
    add: [{ identity, expiresAt: inDays(1) }],
  });
  const prolong = () =>
    asAdministrator(world, editMembers, {
      group: 'billing',
      add: [{ identity, expiresAt: inDays(2) }],
    });
  expect(await prolong()).toMatchObject({ changed: 1, revokedTokens: 0 });
  await world.db
    .update(memberships)
    .set({ createdAt: sql`now() - interval '1 hour'`, expiresAt: sql`now()` })
    .where(eq(memberships.identityId, identity));
  expect(await prolong()).toMatchObject({ changed: 1, revokedTokens: 1 });
  expect(await codeFor(world, fixture.colleagueToken.secret, 'listInvoices')).toBe(
    'membership_ended',
  );
  expect(await lastEvent(world)).toMatchObject({ after: { revokedTokens: [id] } });
});

describe('an edit that was begun before somebody else saved one', () => {
  const asOf = async () => {
    const { db, administrator } = world;
    const found = await runQuery(listMembers, contextOf(db, administrator), { group: 'billing' });
    return found.ok ? found.value.asOf : expect.unreachable();
  };

  it('is refused, says who saved and what it means for whom, and changes nothing', async () => {
    const basedOn = await asOf();
    const { id, name } = fixture.colleague;
    await asAdministrator(world, editMembers, { group: 'billing', remove: [id] });
    const lead = await signedIn(world.db, fixture.lead.id);
    const add = [
      { identity: id, role: 'lead' },
      { identity: fixture.outsider.id, role: 'member' },
    ];
    const edit = { group: 'billing', add, basedOn };
    const refused = await runCommand(editMembers, contextOf(world.db, lead), edit);
    expect(refused).toMatchObject({
      ...{ ok: false, kind: 'conflict', code: 'members_changed' },
      message: expect.stringContaining(world.administrator.name),
      errors: [{ path: '', message: `${name} is no member any more.` }],
    });
    const again = { ...edit, basedOn: await asOf() };
    expect(await runCommand(editMembers, contextOf(world.db, lead), again)).toMatchObject({
      ok: true,
      value: { added: 2 },
    });
  });

  it('goes through where what was saved is of another group, or was refused', async () => {
    const basedOn = await asOf();
    await asAdministrator(world, editMembers, {
      group: 'administrators',
      add: [{ identity: fixture.outsider.id }],
    });
    const member = await signedIn(world.db, fixture.member.id);
    const denied = { group: 'billing', remove: [fixture.colleague.id] };
    expect(await runCommand(editMembers, contextOf(world.db, member), denied)).toMatchObject({
      ok: false,
    });
    const edit = { group: 'billing', remove: [fixture.colleague.id], basedOn };
    expect(await asAdministrator(world, editMembers, edit)).toMatchObject({ removed: 1 });
  });
});

it('a thousand members join, change and leave in few statements', async () => {
  const people = Array.from({ length: 1_000 }, (_, index) => ({
    id: newId('identity'),
    type: 'person' as const,
    name: `Person ${index}`,
    email: `person${index}@crowd.example.com`,
  }));
  await world.db.insert(identities).values(people);
  const add = people.map(({ email }) => ({ identity: email }));
  expect(await asAdministrator(world, editMembers, { group: 'billing', add })).toMatchObject({
    added: 1_000,
  });
  const until = inDays(30);
  const terms = add.map((each, index) => ({
    ...each,
    ...(index % 2 === 0 ? { role: 'lead' as const } : { expiresAt: until }),
  }));
  const changed = await asAdministrator(world, editMembers, { group: 'billing', add: terms });
  expect(changed).toMatchObject({ changed: 1_000 });
  const leads = and(eq(memberships.role, 'lead'), isNull(memberships.expiresAt));
  expect(await world.db.$count(memberships, leads)).toBeGreaterThanOrEqual(500);
  expect(await world.db.$count(memberships, eq(memberships.expiresAt, new Date(until)))).toBe(500);
  const remove = people.map(({ id }) => id);
  expect(await asAdministrator(world, editMembers, { group: 'billing', remove })).toMatchObject({
    removed: 1_000,
  });
});
