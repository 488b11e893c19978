import { expect } from 'vitest';
import { type Actor, systemActor } from '@/domain/base/actor';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { beforeAll, fixture, it as test, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { explainIdentity } from './explain-identity';

beforeAll(async () => {
  const { db, administrator } = world;
  await done(db, administrator, createGroup, { slug: 'archive', name: 'Archive' });
  await done(db, administrator, setGroupScopes, {
    group: 'archive',
    scopes: ['billing/invoices:read'],
  });
  await done(db, administrator, editMembers, {
    group: 'archive',
    add: [{ identity: fixture.member.id, expiresAt: '2999-01-01T00:00:00.000Z' }],
  });
});

const explain = (actor: Actor = world.administrator) =>
  runQuery(explainIdentity, contextOf(world.db, actor), { identity: fixture.member.id });

test('memberships are explained by their scopes, and each operation counts once per API', async () => {
  expect(await explain()).toMatchObject({
    ok: true,
    value: {
      memberships: [
        {
          group: { slug: 'archive' },
          expiresAt: '2999-01-01T00:00:00.000Z',
          ended: false,
          addedBy: 'Ada',
          operationCount: 1,
        },
        {
          group: { slug: 'billing', state: 'active', controlsKeyward: false },
          role: 'member',
          scopes: [{ api: 'billing', name: 'invoices:read', operationCount: 1 }],
        },
      ],
      apis: [{ slug: 'billing', operationCount: 1, totalCount: 3 }],
    },
  });
});

test('frozen groups open nothing', async () => {
  const { db, administrator } = world;
  for (const group of ['billing', 'archive']) await done(db, administrator, freezeGroup, { group });
  expect(await explain()).toMatchObject({ value: { apis: [] } });
  for (const group of ['billing', 'archive']) {
    await done(db, administrator, unfreezeGroup, { group });
  }
});

test('a lead sees what their own group gives, and no other group', async () => {
  const result = await explain(await signedIn(world.db, fixture.lead.id));
  expect(result.ok && result.value.memberships.map(({ group }) => group.slug)).toEqual(['billing']);
});

test('people see their own access; others find nobody', async () => {
  const own = await explain(await signedIn(world.db, fixture.member.id));
  expect(own.ok && own.value.memberships.length).toBe(2);
  expect(await explain(await signedIn(world.db, fixture.colleague.id))).toMatchObject({
    kind: 'not_found',
  });
});

test('a membership names the living leads of its group, and hides them from who can’t list members', async () => {
  const { lead, member } = fixture;
  const inBilling = (answer: Awaited<ReturnType<typeof explain>>) =>
    answer.ok && answer.value.memberships.find(({ group }) => group.slug === 'billing')?.leads;
  const named = [{ id: lead.id, name: expect.any(String) }];
  expect(inBilling(await explain())).toEqual(named);
  expect(inBilling(await explain(await signedIn(world.db, member.id)))).toEqual(named);
  const blind = systemActor('helper', ['identities.get', 'identities.explain', 'groups.get']);
  expect(inBilling(await explain(blind))).toEqual([]);
  await asAdministrator(world, suspendIdentity, { identity: lead.id });
  expect(inBilling(await explain())).toEqual([]);
});
