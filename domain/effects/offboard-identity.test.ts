import { and, eq, gt } from 'drizzle-orm';
import { expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { auditEvents } from '@/db/schema/history';
import { identities } from '@/db/schema/identities';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { listHoldings } from '@/domain/identities/list-holdings';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor } from '@/domain/testing/probes';
import { auditHead } from '@/domain/testing/traces';
import { contextOf, mintOwn, signedIn } from '@/domain/testing/world';
import { offboardIdentity } from './offboard-identity';

const tryOffboard = (input: object) =>
  runCommand(offboardIdentity, contextOf(world.db, world.administrator), input);

const inBilling = (identityId: string) =>
  and(eq(memberships.groupId, fixture.group.id), eq(memberships.identityId, identityId));

/** Somebody who alone leads a group of theirs. */
async function makeLeaver(name: string) {
  const email = `${name.toLowerCase()}@leaving.example.com`;
  const leaver = await asAdministrator(world, createIdentity, { type: 'person', name, email });
  await asAdministrator(world, editMembers, {
    group: 'billing',
    add: [{ identity: leaver.id }],
  });
  return leaver;
}

it('ends tokens, memberships and the account in one transaction, and says what happened', async () => {
  const leaver = await makeLeaver('Vera');
  const { secret } = await mintOwn(world.db, leaver.id, { group: 'billing', name: 'hers' });
  await signedIn(world.db, leaver.id);
  expect(await codeFor(world, secret, 'listInvoices')).toBe('allowed');
  const head = await auditHead(world.db);
  const done = await asAdministrator(world, offboardIdentity, { identity: leaver.id });
  expect(done).toMatchObject({
    identity: { state: 'suspended', groups: [], liveTokenCount: 0, openSessionCount: 0 },
    revokedTokens: 1,
    left: [{ slug: 'billing' }],
    keptByProvider: [],
    newLeads: [],
  });
  expect(done.endedSessions).toBeGreaterThan(0);
  expect(await codeFor(world, secret, 'listInvoices')).toBe('membership_ended');
  expect(await world.db.$count(memberships, inBilling(leaver.id))).toBe(0);
  const events = await world.db
    .select({ action: auditEvents.action, reason: auditEvents.reason })
    .from(auditEvents)
    .where(gt(auditEvents.seq, head))
    .orderBy(auditEvents.seq);
  expect(events).toEqual([
    { action: 'groups.editMembers', reason: 'offboarded' },
    { action: 'identities.stop', reason: 'offboarded' },
    { action: 'identities.suspend', reason: 'offboarded' },
  ]);
});

it('hands the lead over, and keeps the end date of whoever takes it', async () => {
  const { lead, colleague } = fixture;
  const expiresAt = '2999-01-01T00:00:00.000Z';
  await asAdministrator(world, editMembers, {
    group: 'billing',
    add: [{ identity: colleague.id, expiresAt }],
  });
  const context = contextOf(world.db, world.administrator);
  expect(await runQuery(listHoldings, context, { identity: lead.id })).toMatchObject({
    value: { memberships: [{ group: { slug: 'billing' }, role: 'lead', onlyLead: true }] },
  });
  const done = await asAdministrator(world, offboardIdentity, {
    identity: lead.id,
    leads: [{ group: 'billing', identity: colleague.id }],
  });
  expect(done.newLeads).toMatchObject([{ group: { slug: 'billing' }, identity: { name: 'Cora' } }]);
  const [row] = await world.db.select().from(memberships).where(inBilling(colleague.id));
  expect(row).toMatchObject({ role: 'lead', expiresAt: new Date(expiresAt) });
});

/** Somebody who leads `billing`, and somebody whose membership there has these terms. */
async function leaderAnd(name: string, terms: Partial<typeof memberships.$inferInsert>) {
  const leaver = await makeLeaver(`${name}-leaves`);
  const successor = await makeLeaver(`${name}-stays`);
  await asAdministrator(world, editMembers, {
    group: 'billing',
    add: [{ identity: leaver.id, role: 'lead' }],
  });
  await world.db.update(memberships).set(terms).where(inBilling(successor.id));
  return {
    successor: successor.id,
    input: { identity: leaver.id, leads: [{ group: 'billing', identity: successor.id }] },
  };
}

it('makes a lead for good of whose end date has passed', async () => {
  const { successor, input } = await leaderAnd('over', {
    ...{ createdAt: new Date('2001-01-01'), expiresAt: new Date('2001-02-01') },
  });
  await asAdministrator(world, offboardIdentity, input);
  const [row] = await world.db.select().from(memberships).where(inBilling(successor));
  expect(row).toMatchObject({ role: 'lead', expiresAt: null });
});

it('tells of a lead that can’t be given at the line that gives it', async () => {
  const { input } = await leaderAnd('kept', { source: 'scim', sourceId: fixture.service.id });
  expect(await tryOffboard(input)).toMatchObject({
    code: 'managed_membership',
    errors: [{ path: 'leads.0' }],
  });
});

it('changes nothing where a successor can’t lead', async () => {
  const leaver = await makeLeaver('Nora');
  await asAdministrator(world, editMembers, {
    group: 'billing',
    add: [{ identity: leaver.id, role: 'lead' }],
  });
  const offer = (identity: string) =>
    tryOffboard({ identity: leaver.id, leads: [{ group: 'billing', identity }] });
  for (const nobody of [leaver.id, fixture.service.id, 'gone@example.com']) {
    expect(await offer(nobody)).toMatchObject({
      code: 'invalid_input',
      errors: [{ path: 'leads.0.identity' }],
    });
  }
  const notTheirs = { group: 'auditors', identity: fixture.colleague.id };
  expect(await tryOffboard({ identity: leaver.id, leads: [notTheirs] })).toMatchObject({
    errors: [{ path: 'leads.0.group' }],
  });
  const [row] = await world.db.select().from(identities).where(eq(identities.id, leaver.id));
  expect(row?.state).toBe('active');
  expect(await world.db.$count(memberships, inBilling(leaver.id))).toBe(1);
});

it('keeps a provider’s membership written down, and says so', async () => {
  const leaver = await makeLeaver('Mona');
  await world.db.update(memberships).set({ source: 'scim' }).where(inBilling(leaver.id));
  const { secret } = await mintOwn(world.db, leaver.id, { group: 'billing', name: 'hers' });
  const done = await asAdministrator(world, offboardIdentity, { identity: leaver.id });
  expect(done).toMatchObject({ left: [], keptByProvider: [{ slug: 'billing', source: 'scim' }] });
  expect(await codeFor(world, secret, 'listInvoices')).toBe('token_revoked');
});

it('nobody offboards themselves', async () => {
  expect(await tryOffboard({ identity: world.administratorId })).toMatchObject({
    code: 'invalid_input',
  });
});
