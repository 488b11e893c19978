import { eq, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { runCommand } from '@/domain/commands/run';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';
import { editMembers } from './edit-members';

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
  expect(await codeFor(world, fixture.colleagueToken.secret, 'listInvoices')).toBe('token_revoked');
  expect(await lastEvent(world)).toMatchObject({ after: { revokedTokens: [id] } });
});
