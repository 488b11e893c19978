import { and, eq } from 'drizzle-orm';
import { afterAll, beforeEach, expect } from 'vitest';
import { groups, memberships } from '@/db/schema/groups';
import { auditEvents } from '@/db/schema/history';
import { notices } from '@/db/schema/notices';
import { ssoAccounts, ssoMappings } from '@/db/schema/sso';
import { resolveSessionActor } from '@/domain/actors/resolve-actor';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { bearerOf } from '@/domain/decision/bearer';
import { editMembers } from '@/domain/groups/edit-members';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { openProvider, type RealProvider } from '@/domain/testing/sso/open-provider';
import { makeProvider, REDIRECT_URI, signInAt } from '@/domain/testing/sso/sso-world';
import { contextOf, mintOwn } from '@/domain/testing/world';
import type { ProviderRow } from './provider-target';

let real: RealProvider;
let row: ProviderRow;
let person = 0;
let subject: string;

const map = (
  externalGroup: string,
  groupId: string,
  other: Partial<typeof ssoMappings.$inferInsert> = {},
) =>
  world.db.insert(ssoMappings).values({
    ...{ id: newId('ssoMapping'), providerId: row.id, externalGroup, groupId },
    ...{ createdBy: 'fixture', createdByName: 'fixture', ...other },
  });

beforeAll(async (furnished) => {
  real = await openProvider([REDIRECT_URI]);
  row = await makeProvider(world, real);
  await map('eng', furnished.group.id);
  await map('eng-leads', furnished.group.id, { role: 'lead', endsAfterSeconds: 86_400 });
});
afterAll(() => real.close());
beforeEach(() => {
  person += 1;
  subject = `person-${person}`;
});

/** Signs the test's own person in; the provider says this of them. */
async function arrive(told: object) {
  real.people.set(subject, { name: subject, email: `${subject}@example.com`, ...told });
  const signed = await signInAt(world, real, row, subject);
  if (!signed.ok) throw new Error(signed.reason);
  const actor = await resolveSessionActor(world.db, signed.sessionId, null);
  if (isRefusal(actor)) throw new Error(actor.message);
  return { id: signed.identity.id, session: signed.sessionId, actor };
}

const membershipOf = async (identityId: string, groupId = fixture.group.id) => {
  const here = and(eq(memberships.identityId, identityId), eq(memberships.groupId, groupId));
  return (await world.db.select().from(memberships).where(here))[0];
};
const eventsOn = (targetId: string) =>
  world.db.select().from(auditEvents).where(eq(auditEvents.targetId, targetId));

it('who is in a mapped group of the provider joins ours, with role and source', async () => {
  const { id, actor } = await arrive({ groups: ['eng', 'choir'] });
  expect(await membershipOf(id)).toMatchObject({
    ...{ role: 'member', source: 'sso', sourceId: row.id, expiresAt: null, addedByName: 'Acme' },
  });
  expect(actor.memberOf.has(fixture.group.id)).toBe(true);
  const [event] = (await eventsOn(fixture.group.id)).filter(
    ({ action, after }) => action === 'memberships.sync' && after?.member === id,
  );
  expect(event).toMatchObject({ actorName: 'Acme', reason: 'Acme claims eng' });
  expect(event?.affects).toEqual([id]);
});

it('of several groups that lead to one of ours, the most counts', async () => {
  const { id, actor } = await arrive({ groups: ['eng-leads'] });
  expect((await membershipOf(id))?.expiresAt).toBeInstanceOf(Date);
  expect(actor.leadOf.has(fixture.group.id)).toBe(true);
  await arrive({ groups: ['eng', 'eng-leads'] });
  expect(await membershipOf(id)).toMatchObject({ role: 'lead', expiresAt: null });
});

it('a group removed at the provider ends the membership and its tokens at the next sign-in', async () => {
  const { id } = await arrive({ groups: ['eng'] });
  const { secret } = await mintOwn(world.db, id, { group: 'billing', name: 'own' });
  const decided = async () => (await bearerOf(world.db, secret, null)).isAlive;
  expect(await decided()).toBe(true);
  const { actor } = await arrive({ groups: ['choir'] });
  expect(await membershipOf(id)).toBeUndefined();
  expect(actor.memberOf.size).toBe(0);
  expect(await decided()).toBe(false);
});

it('a membership by hand is neither changed nor ended', async () => {
  const { id } = await arrive({ groups: [] });
  await world.db.insert(memberships).values({
    ...{
      groupId: fixture.group.id,
      identityId: id,
      role: 'member',
      addedBy: 'ada',
      addedByName: 'Ada',
    },
  });
  await arrive({ groups: ['eng-leads'] });
  expect(await membershipOf(id)).toMatchObject({ role: 'member', source: 'manual' });
  await arrive({ groups: [] });
  expect(await membershipOf(id)).toMatchObject({ role: 'member', source: 'manual' });
});

it('by hand nobody changes or removes what the provider gave, and reads where to do it', async () => {
  const { id } = await arrive({ groups: ['eng'] });
  const edits = [{ remove: [id] }, { add: [{ identity: id, role: 'lead' as const }] }];
  for (const edit of edits) {
    const context = contextOf(world.db, world.administrator);
    const refused = await runCommand(editMembers, context, { group: 'billing', ...edit });
    expect(refused).toMatchObject({ ok: false, code: 'managed_membership' });
    expect(refused).toHaveProperty(
      'message',
      expect.stringContaining('Acme says so: change it there'),
    );
  }
});

it.each([
  ['missing', {}],
  ['truncated', { _claim_names: { groups: 'src1' }, groups: ['eng', 'eng-leads'] }],
  ['truncated', { hasgroups: true }],
  ['malformed', { groups: [{ id: 'eng' }] }],
])('a claim that is %s widens nothing, and keeps the session out: %j', async (state, told) => {
  const before = await arrive({ groups: ['eng'] });
  const after = await arrive({ groups: undefined, ...told });
  expect(before.actor.memberOf.has(fixture.group.id)).toBe(true);
  expect([before.actor.keptOutOf, after.actor.keptOutOf]).toEqual([null, row.id]);
  expect(after.actor.memberOf.size).toBe(0);
  expect(await membershipOf(after.id)).toMatchObject({ role: 'member' });
  const [event] = await eventsOn(after.session);
  expect(event).toMatchObject({
    ...{ action: 'sessions.open', after: { groups: state } },
    reason: `The provider’s groups are ${state}: the session is kept out of what they give.`,
  });
  const again = await arrive({ groups: ['eng'], _claim_names: undefined, hasgroups: undefined });
  expect(again.actor.memberOf.has(fixture.group.id)).toBe(true);
});

it('a group that controls Keyward is never joined in silence', async () => {
  const [responders] = await world.db
    .select()
    .from(groups)
    .where(eq(groups.slug, 'incident-responders'));
  await map('sre', responders?.id ?? '');
  const { id, actor } = await arrive({ groups: ['sre'] });
  expect(actor.grants.has('tokens.revoke')).toBe(true);
  const told = await world.db.select().from(notices).where(eq(notices.aboutId, id));
  expect(told).toMatchObject([
    { kind: 'membership.privileged', identityId: world.administratorId },
  ]);
});

it('the last administrator stays one, and loses session and everything else', async () => {
  const [administrators] = await world.db
    .select()
    .from(groups)
    .where(eq(groups.slug, 'administrators'));
  await map('admins', administrators?.id ?? '');
  const ada = world.administratorId;
  await world.db.insert(ssoAccounts).values({
    ...{ issuer: real.url, subject, identityId: ada, providerId: row.id },
  });
  const inAdministrators = and(
    eq(memberships.identityId, ada),
    eq(memberships.groupId, administrators?.id ?? ''),
  );
  await world.db
    .update(memberships)
    .set({ source: 'sso', sourceId: row.id })
    .where(inAdministrators);
  await arrive({ groups: ['admins', 'eng'] });
  real.people.set(subject, { groups: [] });
  expect(await signInAt(world, real, row, subject)).toEqual({
    ok: false,
    reason: 'last_administrator',
  });
  expect(await membershipOf(ada, administrators?.id)).toBeDefined();
  expect(await membershipOf(ada)).toBeUndefined();
});
