import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import type { Actor } from '@/domain/base/actor';
import type { Target } from '@/domain/base/target';
import type { CommandDefinition } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { updateGroup } from '@/domain/groups/update-group';
import { createIdentity } from '@/domain/identities/create-identity';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from './create-token';
import { resumeToken } from './resume-token';
import { revokeToken } from './revoke-token';
import { suspendToken } from './suspend-token';
import { undoRevokeToken } from './undo-revoke-token';

const mint = (more: object = {}, actor: Actor = world.administrator) =>
  runCommand(createToken, contextOf(world.db, actor), {
    ...{ group: 'billing', identity: fixture.service.id, name: 'x' },
    ...more,
  });

describe('a token is minted only where everything it hangs on is alive', () => {
  it('not in a frozen group', async () => {
    await asAdministrator(world, freezeGroup, { group: 'billing' });
    expect(await mint()).toMatchObject({ ok: false, code: 'group_frozen' });
    await asAdministrator(world, unfreezeGroup, { group: 'billing' });
    expect(await mint()).toMatchObject({ ok: true });
  });

  it('not for a suspended identity', async () => {
    await asAdministrator(world, suspendIdentity, { identity: fixture.service.id });
    expect(await mint()).toMatchObject({ ok: false, code: 'identity_suspended' });
    await asAdministrator(world, resumeIdentity, { identity: fixture.service.id });
  });

  it('not where the membership has ended, though its row is there', async () => {
    const robot = { type: 'service' as const, name: 'gone', slug: 'gone' };
    const { id } = await asAdministrator(world, createIdentity, robot);
    await asAdministrator(world, editMembers, { group: 'billing', add: [{ identity: id }] });
    await world.owner.execute(
      sql`update memberships set expires_at = now() - interval '1 minute',
            created_at = now() - interval '1 hour' where identity_id = ${id}`,
    );
    expect(await mint({ identity: id })).toMatchObject({
      ok: false,
      errors: [{ path: 'identity' }],
    });
  });
});

it('no token outlives what the group allows', async () => {
  const policy = { maxTtlSeconds: 3_600, defaultTtlSeconds: 3_600 };
  await asAdministrator(world, updateGroup, { group: 'billing', policy });
  expect(await mint({ ttlSeconds: 3_601 })).toMatchObject({
    ok: false,
    errors: [{ path: 'ttlSeconds' }],
  });
  expect(await mint({ ttlSeconds: 3_600 })).toMatchObject({ ok: true });
});

it('nobody mints a token that acts as another person', async () => {
  expect(await mint({ identity: fixture.colleague.id })).toMatchObject({
    ok: false,
    code: 'personal_token',
  });
});

it('no token opens of Keyward what its maker may not', async () => {
  await asAdministrator(world, createScope, {
    api: 'keyward',
    name: 'revokers',
    operations: ['tokens.revoke'],
  });
  await asAdministrator(world, createGroup, { slug: 'revokers', name: 'Revokers' });
  await asAdministrator(world, setGroupScopes, { group: 'revokers', scopes: ['keyward/revokers'] });
  await asAdministrator(world, createScope, {
    api: 'keyward',
    name: 'minters',
    operations: ['tokens.create', 'groups.get'],
  });
  await asAdministrator(world, createGroup, { slug: 'minters', name: 'Minters' });
  await asAdministrator(world, setGroupScopes, { group: 'minters', scopes: ['keyward/minters'] });
  await asAdministrator(world, editMembers, {
    group: 'minters',
    add: [{ identity: fixture.outsider.id }],
  });
  await asAdministrator(world, editMembers, {
    group: 'revokers',
    add: [{ identity: fixture.service.id }],
  });
  const minter = await signedIn(world.db, fixture.outsider.id);
  expect(await mint({ group: 'revokers' }, minter)).toMatchObject({
    ok: false,
    code: 'needs_administrator',
  });
  expect(await mint({}, minter)).toMatchObject({ ok: true });
});

describe('a revoked token', () => {
  let token: string;
  beforeEach(async () => {
    token = (
      await asAdministrator(world, createToken, {
        ...{ group: 'billing', identity: fixture.service.id, name: 'to be revoked' },
      })
    ).token.id;
    await asAdministrator(world, revokeToken, { token });
  });
  const attempt = (command: CommandDefinition<never, never, Target>, actor?: Actor) =>
    runCommand(command, contextOf(world.db, actor ?? world.administrator), { token });

  it.each([
    ['revoked', revokeToken, 'token_revoked'],
    ['suspended', suspendToken, 'token_not_active'],
    ['resumed', resumeToken, 'token_not_suspended'],
  ])('can’t be %s', async (_what, command, code) => {
    expect(await attempt(command as never)).toMatchObject({ ok: false, kind: 'conflict', code });
  });

  it('comes back only for who revoked it', async () => {
    const responder = await signedIn(world.db, fixture.responder.id);
    expect(await attempt(undoRevokeToken as never, responder)).toMatchObject({
      ok: false,
      code: 'undo_not_yours',
    });
    expect(await attempt(undoRevokeToken as never)).toMatchObject({ ok: true });
  });

  it('comes back for half a minute only', async () => {
    await world.owner.execute(
      sql`update tokens set revoked_at = revoked_at - interval '31 seconds' where id = ${token}`,
    );
    expect(await attempt(undoRevokeToken as never)).toMatchObject({
      ok: false,
      code: 'undo_expired',
    });
  });
});
