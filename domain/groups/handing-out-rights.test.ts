import { expect } from 'vitest';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { createIdentity } from '@/domain/identities/create-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createGroup } from './create-group';
import { editMembers } from './edit-members';
import { setGroupScopes } from './set-group-scopes';

/** Somebody signed in whose group holds exactly these operations of Keyward. */
async function holderOf(slug: string, operations: string[]): Promise<Actor> {
  await asAdministrator(world, createScope, { api: 'keyward', name: slug, operations });
  await asAdministrator(world, createGroup, { slug, name: slug });
  await asAdministrator(world, setGroupScopes, { group: slug, scopes: [`keyward/${slug}`] });
  const { id } = await asAdministrator(world, createIdentity, {
    type: 'person',
    name: slug,
    email: `${slug}@example.com`,
  });
  await asAdministrator(world, editMembers, { group: slug, add: [{ identity: id }] });
  return signedIn(world.db, id);
}

const edit = (actor: Actor, group: string, add: object[]) =>
  runCommand(editMembers, contextOf(world.db, actor), { group, add });

const refused = { ok: false, kind: 'forbidden', code: 'needs_administrator' };

it('who may set scopes still hands out no right they lack, to newcomers or to members', async () => {
  const half = await holderOf('half', ['groups.editMembers', 'groups.setScopes', 'groups.get']);
  expect(await edit(half, 'administrators', [{ identity: fixture.outsider.id }])).toMatchObject({
    ...refused,
    message: expect.stringContaining('control-plane rights you do not hold'),
  });
  expect(
    await edit(half, 'auditors', [{ identity: fixture.auditor.id, role: 'lead' }]),
  ).toMatchObject(refused);
  // What they hold themselves they may hand on, and what opens nothing of Keyward as well.
  expect(await edit(half, 'half', [{ identity: fixture.outsider.id }])).toMatchObject({ ok: true });
  expect(await edit(half, 'billing', [{ identity: fixture.outsider.id }])).toMatchObject({
    ok: true,
  });
});

it('who holds the rights of a group but may not set scopes adds nobody to it', async () => {
  const movers = await holderOf('movers', ['groups.editMembers', 'groups.get']);
  expect(await edit(movers, 'movers', [{ identity: fixture.outsider.id }])).toMatchObject(refused);
});
