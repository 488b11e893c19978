import { and, desc, eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { sessions, setupLinks } from '@/db/schema/identities';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createIdentity } from '@/domain/identities/create-identity';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { updateIdentity } from '@/domain/identities/update-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { bearer, contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { inviteIdentity } from './invite-identity';
import { openSetupLink, redeemSetupLink } from './open-link';

const password = 'correct horse battery';
let made = 0;

beforeAll(async () => {
  await asAdministrator(world, createScope, {
    api: 'keyward',
    name: 'helpdesk',
    operations: ['identities.invite', 'identities.get', 'identities.update', 'groups.setScopes'],
  });
  await asAdministrator(world, createGroup, { slug: 'helpdesk', name: 'Helpdesk' });
  await asAdministrator(world, setGroupScopes, { group: 'helpdesk', scopes: ['keyward/helpdesk'] });
});

const newPerson = async () => {
  made += 1;
  const email = `person-${made}@example.com`;
  return asAdministrator(world, createIdentity, { type: 'person', name: `Person ${made}`, email });
};
const join = (group: string, identity: string, role: 'member' | 'lead' = 'member') =>
  asAdministrator(world, editMembers, { group, add: [{ identity, role }] });
const leave = (group: string, identity: string) =>
  asAdministrator(world, editMembers, { group, remove: [identity] });
const member = async (group: string) => {
  const { id } = await newPerson();
  await join(group, id);
  return id;
};
const invite = (actor: Actor, identity: string) =>
  runCommand(inviteIdentity, contextOf(world.db, actor), { identity });
const linkBy = async (makerId: string, identity: string) => {
  const result = await invite(await signedIn(world.db, makerId), identity);
  if (!result.ok) throw new Error(result.message);
  return result.value.secret;
};
const door = () => contextOf(world.db, world.administrator);
const redeem = (code: string) => redeemSetupLink(door(), { code, password } as never);
const denials = () =>
  world.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.action, 'setup.claim'), eq(auditEvents.outcome, 'denied')))
    .orderBy(desc(auditEvents.seq));

describe('a link dies with the rights of who made it', () => {
  let maker: string;
  let person: { id: string };
  beforeEach(async () => {
    maker = await member('administrators');
    person = await newPerson();
    await join('administrators', person.id);
  });

  it.each([
    ['was demoted', () => leave('administrators', maker)],
    ['was suspended', () => asAdministrator(world, suspendIdentity, { identity: maker })],
  ])('whose maker %s: the same page as an expired one, and a denied event', async (_what, end) => {
    const code = await linkBy(maker, person.id);
    await end();
    const before = (await denials()).length;
    expect(await openSetupLink(door(), code)).toMatchObject({ ok: false, code: 'setup_link_void' });
    const events = await denials();
    expect(events).toHaveLength(before + 1);
    expect(events[0]).toMatchObject({
      reason: 'setup_link_void',
      targetId: person.id,
      after: { madeBy: maker },
    });
    expect(await redeem(code)).toMatchObject({ ok: false, code: 'setup_link_invalid' });
  });

  it('refuses the claim itself, not only the page before it', async () => {
    const code = await linkBy(maker, person.id);
    await leave('administrators', maker);
    expect(await redeem(code)).toMatchObject({ ok: false, code: 'setup_link_void' });
    expect((await denials())[0]).toMatchObject({ targetId: person.id, ip: '192.0.2.1' });
  });

  it('whose maker was stopped, for good', async () => {
    const code = await linkBy(maker, person.id);
    const stopped = await asAdministrator(world, stopIdentity, { identity: maker });
    expect(stopped.voidedLinks).toBe(1);
    expect(await redeem(code)).toMatchObject({ ok: false, code: 'setup_link_invalid' });
  });

  it('works again with its maker, who was only suspended for a while', async () => {
    const code = await linkBy(maker, person.id);
    await asAdministrator(world, suspendIdentity, { identity: maker });
    await asAdministrator(world, resumeIdentity, { identity: maker });
    expect(await redeem(code)).toMatchObject({ ok: true });
  });

  it('and with the token it was made with', async () => {
    await join('administrators', fixture.service.id);
    const { token, secret } = await asAdministrator(world, createToken, {
      identity: fixture.service.id,
      group: 'administrators',
      name: 'onboarding',
    });
    const made = await invite(await bearer(world.db, secret), person.id);
    if (!made.ok) throw new Error(made.message);
    await asAdministrator(world, revokeToken, { token: token.id });
    expect(await redeem(made.value.secret)).toMatchObject({ ok: false, code: 'setup_link_void' });
    await leave('administrators', fixture.service.id);
  });

  it('whose right to invite is taken away at the same moment', async () => {
    const code = await linkBy(maker, person.id);
    // The removal is under way, and the claim has to wait for its place in the log.
    const claim = await world.db.transaction(async (tx) => {
      await tx.execute(sql`delete from memberships where identity_id = ${maker}`);
      await tx.execute(sql`select 1 from audit_head where id = 1 for update`);
      const pending = redeem(code);
      await expect
        .poll(async () => {
          const { rows } = await world.owner.execute(
            sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%audit_head%' and datname = current_database()`,
          );
          return rows.length;
        })
        .toBeGreaterThan(0);
      return { pending };
    });
    expect(await claim.pending).toMatchObject({ ok: false, code: 'setup_link_void' });
  });
});

describe('inviting is no way to become somebody', () => {
  let helper: string;
  beforeAll(async () => {
    helper = await member('helpdesk');
  });
  const needsAdministrator = { ok: false, kind: 'forbidden', code: 'needs_administrator' };
  const ask = async (identity: string) => invite(await signedIn(world.db, helper), identity);

  it('who can sign in already', async () => {
    const { id } = await newPerson();
    await world.db.transaction((tx) => setPassword(tx, id, password));
    expect(await ask(id)).toMatchObject(needsAdministrator);
    expect(await invite(world.administrator, id)).toMatchObject({ ok: true });
  });

  it('who leads a group', async () => {
    await asAdministrator(world, createGroup, { slug: 'led', name: 'Led' });
    const { id } = await newPerson();
    await join('led', id, 'lead');
    expect(await ask(id)).toMatchObject(needsAdministrator);
  });

  it('whose groups open what those of the inviter don’t', async () => {
    expect(await ask(await member('billing'))).toMatchObject(needsAdministrator);
    await join('billing', helper);
    expect(await ask(await member('billing'))).toMatchObject({ ok: true });
    await leave('billing', helper);
  });

  it('nor is giving them another email', async () => {
    const { id } = await newPerson();
    await join('led', id, 'lead');
    const email = `mine-${made}@example.com`;
    const actor = await signedIn(world.db, helper);
    const change = await runCommand(updateIdentity, contextOf(world.db, actor), {
      identity: id,
      email,
    });
    expect(change).toMatchObject(needsAdministrator);
  });

  it('but a newcomer gets their link', async () => {
    expect(await ask((await newPerson()).id)).toMatchObject({ ok: true });
  });

  it('nor after the link was made: a newcomer who became a lead meanwhile keeps that to themselves', async () => {
    const { id } = await newPerson();
    const code = await linkBy(helper, id);
    await join('billing', id, 'lead');
    expect(await redeem(code)).toMatchObject({ ok: false, code: 'setup_link_outdated' });
    expect((await denials())[0]).toMatchObject({ reason: 'setup_link_outdated', targetId: id });
    await leave('billing', id);
    expect(await redeem(code)).toMatchObject({ ok: false, code: 'setup_link_invalid' });
  });

  it('an administrator’s link for somebody who is signed in ends those sessions', async () => {
    const { id } = await newPerson();
    await world.db.transaction((tx) => setPassword(tx, id, password));
    await signedIn(world.db, id);
    const code = await linkBy(world.administratorId, id);
    expect(await redeem(code)).toMatchObject({ ok: true });
    const open = and(eq(sessions.identityId, id), sql`${sessions.endedAt} is null`);
    expect(await world.db.$count(sessions, open)).toBe(0);
  });
});

it('a link of before makers were recorded works for nobody', async () => {
  const { id } = await newPerson();
  const code = await linkBy(world.administratorId, id);
  await world.db.update(setupLinks).set({ makerId: null }).where(eq(setupLinks.identityId, id));
  expect(await redeem(code)).toMatchObject({ ok: false, code: 'setup_link_void' });
});
