import { expect } from 'vitest';
import { createApi } from '@/domain/apis/create-api';
import { createOperation } from '@/domain/apis/create-operation';
import type { Actor } from '@/domain/base/actor';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { listOpenedOperations } from './list-operations';

const NAMES = ['a', 'b', 'c', 'd'].map((letter) => `things/${letter}`);

beforeAll(async () => {
  await asAdministrator(world, createApi, { slug: 'things', name: 'Things' });
  for (const name of NAMES) await asAdministrator(world, createOperation, { api: 'things', name });
  await asAdministrator(world, createScope, { api: 'things', name: 'all', operations: NAMES });
  await asAdministrator(world, createGroup, { slug: 'things', name: 'Things' });
  await asAdministrator(world, setGroupScopes, {
    ...{ group: 'things', scopes: ['things/all', 'billing/invoices:read'] },
  });
  await asAdministrator(world, editMembers, {
    ...{ group: 'things', add: [{ identity: fixture.member.id }] },
  });
});

async function opened(input: object, actor: Actor = world.administrator) {
  const result = await runQuery(listOpenedOperations, contextOf(world.db, actor), {
    ...{ identity: fixture.member.id, ...input },
  });
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

it('lists each operation once, with every way that opens it', async () => {
  const { items, total, apis } = await opened({});
  expect(items.map(({ operation }) => operation.name)).toEqual(['listInvoices', ...NAMES]);
  expect(items[0]?.ways.map(({ group }) => group.slug)).toEqual(['billing', 'things']);
  expect(items[1]?.ways).toMatchObject([
    {
      scopes: [{ name: 'all', grantedBy: 'Ada' }],
      membership: { role: 'member', addedBy: 'Ada', source: { type: 'manual' } },
    },
  ]);
  expect(total).toBe(5);
  expect(apis).toMatchObject([
    { slug: 'billing', operationCount: 1 },
    { slug: 'things', operationCount: 4 },
  ]);
});

it('goes on where the page before ended, and counts all of them', async () => {
  const first = await opened({ limit: 3 });
  const second = await opened({ limit: 3, cursor: first.nextCursor });
  const names = [...first.items, ...second.items].map(({ operation }) => operation.name);
  expect(names).toEqual(['listInvoices', ...NAMES]);
  expect([first.total, second.total, second.nextCursor]).toEqual([5, 5, null]);
});

it('finds by API, by several, and by words', async () => {
  expect((await opened({ api: 'billing' })).total).toBe(1);
  expect((await opened({ api: ['billing', 'things'] })).total).toBe(5);
  expect((await opened({ q: 'things/c' })).items).toHaveLength(1);
  expect((await opened({ api: 'nowhere' })).total).toBe(0);
});

it('leaves out what a frozen group opens, and says where groups are out of sight', async () => {
  await asAdministrator(world, freezeGroup, { group: 'things' });
  expect((await opened({})).total).toBe(1);
  await asAdministrator(world, unfreezeGroup, { group: 'things' });
  const lead = await signedIn(world.db, fixture.lead.id);
  const seen = await opened({}, lead);
  expect(seen.items.map(({ operation }) => operation.name)).toEqual(['listInvoices']);
  expect(seen.isPartial).toBe(true);
});
