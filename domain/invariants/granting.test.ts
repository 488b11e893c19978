import { sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { updateGroup } from '@/domain/groups/update-group';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { updateIdentity } from '@/domain/identities/update-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { updateScope } from '@/domain/scopes/update-scope';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';

let lead: Actor;
beforeAll(async () => {
  lead = await signedIn(world.db, fixture.lead.id);
});

describe('invariant 3: nobody grants what they do not hold', () => {
  it('a lead can neither widen the group nor mint for somebody outside it', async () => {
    const widen = await runCommand(setGroupScopes, contextOf(world.db, lead), {
      group: 'billing',
      scopes: [],
    });
    expect(widen).toMatchObject({ ok: false, kind: 'forbidden', code: 'not_granted' });
    const mint = await runCommand(createToken, contextOf(world.db, lead), {
      identity: fixture.outsider.id,
      group: 'billing',
      name: 'x',
    });
    expect(mint).toMatchObject({ ok: false, errors: [{ path: 'identity' }] });
  });

  it('a lead of a group with control-plane rights can’t add to it: that needs an administrator', async () => {
    await asAdministrator(world, editMembers, {
      group: 'auditors',
      add: [{ identity: fixture.auditor.id, role: 'lead' }],
    });
    const leadAuditor = await signedIn(world.db, fixture.auditor.id);
    const result = await runCommand(editMembers, contextOf(world.db, leadAuditor), {
      group: 'auditors',
      add: [{ identity: fixture.outsider.id }],
    });
    expect(result).toMatchObject({ ok: false, kind: 'forbidden', code: 'needs_administrator' });
  });

  it('who may only create tokens can’t mint one in Auditors, link themselves to an administrator, or widen a scope past their own', async () => {
    const operations = [
      'tokens.create',
      'tokens.get',
      'identities.invite',
      'identities.get',
      'identities.update',
      'scopes.update',
      'scopes.get',
      'groups.get',
      'groups.setScopes',
    ];
    const scope = await done(world.db, world.administrator, createScope, {
      api: 'keyward',
      name: 'helpdesk',
      operations,
    });
    await asAdministrator(world, createGroup, { slug: 'helpdesk', name: 'Helpdesk' });
    await asAdministrator(world, setGroupScopes, {
      group: 'helpdesk',
      scopes: ['keyward/helpdesk'],
    });
    await asAdministrator(world, editMembers, {
      group: 'helpdesk',
      add: [{ identity: fixture.outsider.id }],
    });
    const helper = await signedIn(world.db, fixture.outsider.id);
    await asAdministrator(world, editMembers, { group: 'auditors', add: [{ identity: 'mailer' }] });
    const attempts = [
      runCommand(createToken, contextOf(world.db, helper), {
        identity: 'mailer',
        group: 'auditors',
        name: 'x',
      }),
      runCommand(inviteIdentity, contextOf(world.db, helper), { identity: world.administratorId }),
      runCommand(updateIdentity, contextOf(world.db, helper), {
        identity: world.administratorId,
        email: 'evil@example.com',
      }),
      runCommand(updateScope, contextOf(world.db, helper), {
        scope: scope.id,
        operations: [...operations, 'groups.delete'],
      }),
      runCommand(setGroupScopes, contextOf(world.db, helper), {
        group: 'helpdesk',
        scopes: ['keyward/helpdesk', 'keyward/keyward:administer'],
      }),
    ];
    for (const attempt of attempts) {
      expect(await attempt).toMatchObject({
        ok: false,
        kind: 'forbidden',
        code: 'needs_administrator',
      });
    }
    await asAdministrator(world, editMembers, { group: 'helpdesk', remove: [fixture.outsider.id] });
    await asAdministrator(world, editMembers, { group: 'auditors', remove: ['mailer'] });
  });
});

describe('invariant 4: control-plane rights are scopes, and one engine decides', () => {
  it('a session and a token of one group hold the same operations', async () => {
    const { grants } = await signedIn(world.db, fixture.responder.id);
    expect(grants.has('tokens.revoke')).toBe(true);
    expect(grants.has('tokens.create')).toBe(false);
    expect(grants.get('tokens.revoke')?.slug).toBe('incident-responders');
  });
});

describe('invariant 10: at least one active administrator remains', () => {
  const admins = (edit: object) =>
    runCommand(editMembers, contextOf(world.db, world.administrator), {
      group: 'administrators',
      ...edit,
    });

  it('within reach: addresses can’t be narrowed past the one who narrows them', async () => {
    const narrow = (allowedCidrs: string[]) =>
      runCommand(updateGroup, contextOf(world.db, world.administrator), {
        group: 'administrators',
        policy: { allowedCidrs },
      });
    expect(await narrow(['203.0.113.0/24'])).toMatchObject({
      ok: false,
      code: 'last_administrator',
    });
    expect(await narrow(['192.0.2.0/24'])).toMatchObject({ ok: true });
    expect(await narrow([])).toMatchObject({ ok: true });
  });

  it('whatever is asked, and by however many at once', async () => {
    const me = world.administratorId;
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    const last = { ok: false, code: 'last_administrator' };
    expect(await admins({ remove: [me] })).toMatchObject(last);
    expect(await admins({ add: [{ identity: me, expiresAt: inAnHour }] })).toMatchObject(last);
    expect(await admins({ add: [{ identity: 'mailer' }], remove: [me] })).toMatchObject(last);
    expect(
      await runCommand(freezeGroup, contextOf(world.db, world.administrator), {
        group: 'administrators',
      }),
    ).toMatchObject(last);
    await asAdministrator(world, editMembers, {
      group: 'administrators',
      add: [{ identity: fixture.colleague.id }],
    });
    const suspend = (identity: string) =>
      runCommand(suspendIdentity, contextOf(world.db, world.administrator), { identity });
    const both = await Promise.all([suspend(me), suspend(fixture.colleague.id)]);
    expect(both.filter((result) => result.ok)).toHaveLength(1);
    await world.owner.execute(sql`update identities set state = 'active'`);
  });
});
