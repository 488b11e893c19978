import { and, eq, ne } from 'drizzle-orm';
import { expect } from 'vitest';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { createGroup } from '@/domain/groups/create-group';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { bearer, contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { runCommand } from './run';

const livingTokens = (identityId: string) =>
  world.db.$count(tokens, and(eq(tokens.identityId, identityId), ne(tokens.state, 'revoked')));

/** Mints until it is refused. @returns the code of the refusal */
async function mintOn(lead: Actor, identity: string): Promise<string> {
  for (let at = 0; ; at += 1) {
    const input = { identity, group: 'billing', name: `mint ${at}` };
    const result = await runCommand(createToken, contextOf(world.db, lead), input);
    if (!result.ok) return result.code;
  }
}

it('a request under way when its session is ended changes nothing any more', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  await asAdministrator(world, stopIdentity, { identity: fixture.lead.id });
  const before = await lastEvent(world);
  const input = { identity: fixture.lead.id, group: 'billing', name: 'kept' };
  const late = await runCommand(createToken, contextOf(world.db, lead), input);
  expect(late).toMatchObject({ ok: false, kind: 'unauthenticated', code: 'session_ended' });
  expect((await lastEvent(world)).seq).toBe(before.seq);
});

it('a loop of mints can’t keep a group from being frozen', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  const loops = Array.from({ length: 6 }, () => mintOn(lead, fixture.service.id));
  await expect.poll(() => livingTokens(fixture.service.id)).toBeGreaterThan(6);
  await asAdministrator(world, freezeGroup, { group: 'billing' });
  expect(new Set(await Promise.all(loops))).toEqual(new Set(['group_frozen']));
  await asAdministrator(world, unfreezeGroup, { group: 'billing' });
});

it('nothing minted while everything is stopped survives it', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  const loops = Array.from({ length: 6 }, () => mintOn(lead, fixture.lead.id));
  await expect.poll(() => livingTokens(fixture.lead.id)).toBeGreaterThan(6);
  await asAdministrator(world, stopIdentity, { identity: fixture.lead.id });
  expect(new Set(await Promise.all(loops))).toEqual(new Set(['session_ended']));
  expect(await livingTokens(fixture.lead.id)).toBe(0);
});

it('a request under way when its token is revoked, or its identity suspended, changes nothing', async () => {
  await asAdministrator(world, createScope, {
    api: 'keyward',
    name: 'groups:make',
    operations: ['groups.create'],
  });
  await asAdministrator(world, setGroupScopes, {
    group: 'billing',
    scopes: ['billing/invoices:read', 'keyward/groups:make'],
  });
  const [byService, byMember] = await Promise.all([
    bearer(world.db, fixture.serviceToken.secret),
    bearer(world.db, fixture.memberToken.secret),
  ]);
  await asAdministrator(world, revokeToken, { token: fixture.serviceToken.token.id });
  await asAdministrator(world, suspendIdentity, { identity: fixture.member.id });
  for (const actor of [byService, byMember]) {
    const late = await runCommand(createGroup, contextOf(world.db, actor), {
      slug: 'late',
      name: 'Late',
    });
    expect(late).toMatchObject({ ok: false, kind: 'unauthenticated', code: 'invalid_token' });
  }
});
