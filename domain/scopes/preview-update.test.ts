import { expect } from 'vitest';
import type { Actor } from '@/domain/base/actor';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { createScope } from './create-scope';
import { getScope } from './get-scope';
import { previewScopeUpdate } from './preview-update';

let scope: string;
beforeAll(async () => {
  const named = { api: 'billing', name: 'invoices:purge', operations: ['listInvoices'] };
  scope = (await asAdministrator(world, createScope, named)).id;
  await asAdministrator(world, createGroup, { slug: 'purge', name: 'Purge' });
  await asAdministrator(world, setGroupScopes, {
    group: 'purge',
    scopes: ['billing/invoices:purge', 'billing/invoices:read'],
  });
  await asAdministrator(world, editMembers, {
    group: 'purge',
    add: [{ identity: fixture.member.id }, { identity: fixture.service.id }],
  });
  const service = { identity: fixture.service.id, group: 'purge' };
  await asAdministrator(world, createToken, { ...service, name: 'whole' });
  const cut = { name: 'cut past it', scopes: ['billing/invoices:read'] };
  await asAdministrator(world, createToken, { ...service, ...cut });
});

const asking = (operations: string[], actor: Actor = world.administrator) =>
  runQuery(previewScopeUpdate, contextOf(world.db, actor), { scope, operations });

async function preview(operations: string[]) {
  const result = await asking(operations);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

it('names what is gained and lost, the groups, and the tokens that are not cut down past it', async () => {
  expect(await preview(['deleteInvoice'])).toMatchObject({
    ...{ added: ['deleteInvoice'], removed: ['listInvoices'], groups: [{ slug: 'purge' }] },
    tokenCount: 1,
    tokens: [{ name: 'whole', group: { slug: 'purge' }, status: 'active' }],
    ...{ handsOutControl: false, needsAdministrator: false },
  });
  const kept = await runQuery(getScope, contextOf(world.db, world.administrator), { scope });
  expect(kept).toMatchObject({ value: { operations: ['listInvoices'] } });
});

it('says that nothing changes where nothing does', async () => {
  expect(await preview(['listInvoices'])).toMatchObject({
    ...{ added: [], removed: [], tokenCount: 0, tokens: [] },
  });
});

it('refuses operations that the API lacks, at the place where they stand', async () => {
  expect(await asking(['listInvoices', 'nothing'])).toMatchObject({
    ...{ code: 'invalid_input', errors: [{ path: 'operations.1' }] },
  });
});

it('is refused to members, who may not change it, and hidden from strangers', async () => {
  const member = await signedIn(world.db, fixture.member.id);
  expect(await asking([], member)).toMatchObject({ kind: 'forbidden' });
  const outsider = await signedIn(world.db, fixture.outsider.id);
  expect(await asking([], outsider)).toMatchObject({ kind: 'not_found' });
});
