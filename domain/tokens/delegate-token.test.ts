import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { runCommand } from '@/domain/commands/run';
import { updateGroup } from '@/domain/groups/update-group';
import { rotateOwnToken, rotateToken } from '@/domain/rotations/rotate-token';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { bearer, contextOf } from '@/domain/testing/world';
import { createToken } from './create-token';
import { delegateOwnToken, delegateToken } from './delegate-token';

type Minted = { token: { id: string; expiresAt: string }; secret: string };
const HOUR = 3_600;
let root: Minted;

beforeEach(async () => {
  root = await asAdministrator(world, createToken, {
    ...{ identity: fixture.service.id, group: 'billing', name: 'deploys' },
    ...{ ttlSeconds: 24 * HOUR, allowedCidrs: ['10.0.0.0/8'] },
  });
});

const from = '10.1.2.3';
async function tryAs(secret: string, input: object = {}, more: { idempotencyKey?: string } = {}) {
  const origin = { id: 'req_test', ip: from, userAgent: 'test' };
  const holder = await bearerFrom(secret);
  const context = contextOf(world.db, holder, { request: origin, ...more });
  return runCommand(delegateOwnToken, context, { actsAs: 'agent', ...input });
}
const bearerFrom = async (secret: string) => {
  const { resolveTokenActor } = await import('@/domain/actors/resolve-actor');
  const actor = await resolveTokenActor(world.db, secret, from);
  if (!('kind' in actor) || actor.kind !== 'bearer') throw new Error('no living token');
  return actor;
};
async function childOf(secret: string, input: object = {}) {
  const result = await tryAs(secret, input);
  if (!result.ok) throw new Error(`${result.code} ${result.message}`);
  return result.value;
}
const code = (secret: string, ip = from) => codeFor(world, secret, 'listInvoices', ip);

describe('a child', () => {
  it('acts for the same identity in the same group, for an hour, and says who acts', async () => {
    const { token, secret } = await childOf(root.secret, { scopes: ['invoices:read'] });
    expect(token).toMatchObject({
      ...{ name: 'agent', actsAs: 'agent', parentId: root.token.id, depth: 1 },
      ...{ identity: { id: fixture.service.id }, group: { slug: 'billing' } },
      ...{ scopes: ['invoices:read'], allowedCidrs: ['10.0.0.0/8'], status: 'active' },
    });
    const lifetime = Date.parse(token.expiresAt) - Date.parse(token.createdAt);
    expect(Math.round(lifetime / 1_000)).toBe(HOUR);
    expect([await code(secret), await code(secret, '192.0.2.1')]).toEqual([
      ...['allowed', 'ip_not_allowed'],
    ]);
    expect(await lastEvent(world)).toMatchObject({
      ...{ action: 'tokens.delegateSelf', targetId: token.id, viaId: root.token.id },
      after: { parent: root.token.id, actsAs: 'agent', scopes: ['invoices:read'] },
    });
  });

  it('never outlives its parent, however long it was asked for', async () => {
    const { token } = await childOf(root.secret, { ttlSeconds: 48 * HOUR });
    expect(token.expiresAt).toBe(root.token.expiresAt);
    await asAdministrator(world, rotateToken, { token: root.token.id, overlapSeconds: 600 });
    const late = await childOf(root.secret, { ttlSeconds: 48 * HOUR });
    const left = Date.parse(late.token.expiresAt) - Date.now();
    expect(left).toBeLessThanOrEqual(600_000);
  });

  it('has children of its own, three deep and no deeper', async () => {
    const first = await childOf(root.secret);
    const second = await childOf(first.secret);
    const third = await childOf(second.secret);
    expect(third.token.depth).toBe(3);
    expect(await tryAs(third.secret)).toMatchObject({ ok: false, code: 'too_deep' });
  });

  it('is rotated by nobody: what is short would have no end', async () => {
    const { token, secret } = await childOf(root.secret);
    const refused = { ok: false, code: 'token_delegated' };
    const holder = contextOf(world.db, await bearerFrom(secret));
    expect(await runCommand(rotateOwnToken, holder, {})).toMatchObject(refused);
    const administrator = contextOf(world.db, world.administrator);
    const asked = await runCommand(rotateToken, administrator, { token: token.id });
    expect(asked).toMatchObject(refused);
  });

  it('is the same for a retry with the same key, secret and all', async () => {
    const key = { idempotencyKey: 'retry-of-a-child' };
    const [first, again] = [await tryAs(root.secret, {}, key), await tryAs(root.secret, {}, key)];
    expect(first.ok && first.value.secret).toBe(again.ok && again.value.secret);
    expect(first.ok).toBe(true);
  });
});

describe('asks for more than its parent has', () => {
  it.each<[what: string, first: object, then: object, path: string]>([
    ['a scope', { scopes: ['invoices:read'] }, { scopes: ['keyward-nothing'] }, 'scopes.0'],
    ['an API', {}, { api: 'keyward' }, 'api'],
    ['an address', {}, { allowedCidrs: ['10.0.0.0/7'] }, 'allowedCidrs'],
    [
      'an address that its parent gave away',
      { allowedCidrs: ['10.1.0.0/16'] },
      { allowedCidrs: ['10.2.0.0/16'] },
      'allowedCidrs',
    ],
  ])('%s: is refused by its field', async (_, first, then, path) => {
    const { secret } = await childOf(root.secret, first);
    expect(await tryAs(secret, then)).toMatchObject({
      ...{ ok: false, kind: 'invalid' },
      errors: [{ path }],
    });
  });

  it('addresses with holes in the list of its parent are within it', async () => {
    const split = { allowedCidrs: ['10.0.0.0/9', '10.128.0.0/9'] };
    const { secret } = await childOf(root.secret, split);
    const { token } = await childOf(secret, { allowedCidrs: ['10.0.0.0/8'] });
    expect(token.allowedCidrs).toEqual(['10.0.0.0/8']);
  });
});

describe('the group’s policy', () => {
  const policy = (whoMayDelegate: 'nobody' | 'leads' | 'members' | null) =>
    asAdministrator(world, updateGroup, { group: 'billing', policy: { whoMayDelegate } });

  it('lets nobody, leads or members delegate, of whom the token acts for', async () => {
    const refused = { ok: false, code: 'delegation_not_allowed' };
    await policy('leads');
    expect(await tryAs(root.secret)).toMatchObject(refused);
    const leads = (role: 'lead' | 'member') =>
      world.db
        .update(memberships)
        .set({ role })
        .where(eq(memberships.identityId, fixture.service.id));
    await leads('lead');
    expect(await tryAs(root.secret)).toMatchObject({ ok: true });
    await leads('member');
    await policy('nobody');
    expect(await tryAs(root.secret)).toMatchObject(refused);
    const asked = { token: root.token.id, actsAs: 'agent' };
    const administrator = contextOf(world.db, world.administrator);
    expect(await runCommand(delegateToken, administrator, asked)).toMatchObject(refused);
    await policy(null);
    expect(await tryAs(root.secret)).toMatchObject({ ok: true });
  });

  it('lets nobody delegate by default where the group controls Keyward', async () => {
    const holder = contextOf(world.db, await bearer(world.db, world.managementToken));
    const asked = await runCommand(delegateOwnToken, holder, { actsAs: 'agent' });
    expect(asked).toMatchObject({ ok: false, code: 'delegation_not_allowed' });
  });

  it('even where it is opened, a child mints nothing but children', async () => {
    await asAdministrator(world, updateGroup, {
      group: 'administrators',
      policy: { whoMayDelegate: 'members' },
    });
    const holder = contextOf(world.db, await bearer(world.db, world.managementToken));
    const made = await runCommand(delegateOwnToken, holder, { actsAs: 'agent' });
    if (!made.ok) throw new Error(made.message);
    const child = contextOf(world.db, await bearer(world.db, made.value.secret));
    const token = { identity: fixture.service.id, group: 'billing', name: 'outlives' };
    const minted = await runCommand(createToken, child, token);
    expect(minted).toMatchObject({ ok: false, code: 'token_delegated' });
    expect((await runCommand(delegateOwnToken, child, { actsAs: 'step' })).ok).toBe(true);
  });
});

it('2,000 living tokens below one are enough', async () => {
  await world.db.execute(sql`insert into tokens (id, kind, identity_id, identity_type, group_id, family_id,
      name, secret_sha256, first_4, last_4, expires_at, created_by, created_by_name, parent_id, ancestor_ids, acts_as)
    select 'tok_bulk' || n, kind, identity_id, identity_type, group_id, 'fam_bulk' || n, name,
      sha256(('bulk' || n)::bytea), first_4, last_4, expires_at, created_by, created_by_name, id, array[id], 'loop'
    from tokens, generate_series(1, 2000) as n where id = ${root.token.id}`);
  expect(await tryAs(root.secret)).toMatchObject({ ok: false, code: 'too_many_children' });
  await world.db
    .update(tokens)
    .set({ expiresAt: sql`created_at + interval '1 millisecond'` })
    .where(eq(tokens.id, 'tok_bulk7'));
  expect(await tryAs(root.secret)).toMatchObject({ ok: true });
});
