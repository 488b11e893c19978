import { eq, sql } from 'drizzle-orm';
import { beforeAll as beforeEverything, describe, expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { organisationPolicy } from '@/db/schema/organisation';
import { requests } from '@/db/schema/requests';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { AnyCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createIdentity } from '@/domain/identities/create-identity';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';
import { COMMANDS } from '@/domain/registry/operations';
import { setPushedMappings } from '@/domain/scim/set-mappings';
import { createScope } from '@/domain/scopes/create-scope';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import { setMappings } from '@/domain/sso/set-mappings';
import { updateProvider } from '@/domain/sso/update-provider';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { bearer, contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { approveRequest } from './approve-request';
import { CARRIED_OUT } from './carried-out';
import { denyRequest } from './deny-request';

let second: Actor;
let third: Actor;

async function anotherAdministrator(name: string): Promise<Actor> {
  const email = `${name.toLowerCase()}@example.com`;
  const { id } = await asAdministrator(world, createIdentity, { type: 'person', name, email });
  await asAdministrator(world, editMembers, { group: 'administrators', add: [{ identity: id }] });
  await world.db.transaction((tx) => setPassword(tx, id, newId('session')));
  return signedIn(world.db, id);
}

beforeAll(async () => {
  second = await anotherAdministrator('Bo');
  third = await anotherAdministrator('Cy');
  await asAdministrator(world, setOrganisationPolicy, { policy: { approvePrivileged: true } });
});

const run = (actor: Actor, command: AnyCommand, input: object) =>
  runCommand(command, contextOf(world.db, actor), input);
const adding = (identity: string, group = 'auditors') => ({ group, add: [{ identity }] });
const isMember = async (identityId: string) =>
  (await world.db.$count(memberships, eq(memberships.identityId, identityId))) > 0;

/** Asks for a change that must wait. @returns the id of its request */
async function staged(actor: Actor, command: AnyCommand, input: object): Promise<string> {
  const result = await run(actor, command, input);
  expect(result).toMatchObject({ ok: false, kind: 'conflict', code: 'awaits_approval' });
  return (result as { staged?: string }).staged ?? '';
}
const approve = (actor: Actor, request: string) => run(actor, approveRequest, { request });

it('keeps what one administrator adds to a privileged group until a second approves it', async () => {
  const { id } = fixture.outsider;
  const request = await staged(world.administrator, editMembers, adding(id));
  expect(await isMember(id)).toBe(false);
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'requests.stage', outcome: 'done', targetId: request },
  });
  // Asked again it is the same request.
  expect(await staged(world.administrator, editMembers, adding(id))).toBe(request);
  expect(await approve(second, request)).toMatchObject({ ok: true, value: { state: 'approved' } });
  expect(await isMember(id)).toBe(true);
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'groups.editMembers', actorName: 'Bo' },
    reason: expect.stringContaining(request),
  });
  expect(await approve(third, request)).toMatchObject({ ok: false, code: 'request_over' });
});

it('lets nobody approve their own change, by another session or a token of theirs either', async () => {
  const request = await staged(world.administrator, editMembers, adding(fixture.member.id));
  const refused = { ok: false, code: 'second_person' };
  expect(await approve(world.administrator, request)).toMatchObject(refused);
  const again = await signedIn(world.db, world.administratorId);
  expect(await approve(again, request)).toMatchObject(refused);
  const token = await bearer(world.db, world.managementToken);
  expect(await approve(token, request)).toMatchObject(refused);
  // Nor does a token ask in another's name.
  const byToken = await staged(token, editMembers, adding(fixture.colleague.id));
  expect(await approve(world.administrator, byToken)).toMatchObject(refused);
  expect(await approve(await signedIn(world.db, fixture.responder.id), request)).toMatchObject({
    code: 'not_granted',
  });
});

it('keeps a mapping that leads into a privileged group, of either kind of provider', async () => {
  const { ssoProvider, pushed } = fixture;
  const sso = await staged(world.administrator, setMappings, {
    provider: ssoProvider,
    mappings: [{ externalGroup: 'ops', group: 'auditors' }],
  });
  expect(await approve(second, sso)).toMatchObject({ ok: true });
  const scim = await staged(world.administrator, setPushedMappings, {
    pushed,
    mappings: [{ group: 'auditors' }],
  });
  expect(await approve(second, scim)).toMatchObject({ ok: true });
  // Another issuer would say who is in it: that can't wait, and is not done.
  expect(
    await run(world.administrator, updateProvider, {
      provider: ssoProvider,
      issuer: 'https://elsewhere.example.com',
    }),
  ).toMatchObject({ ok: false, code: 'second_person' });
  await asAdministrator(world, setMappings, { provider: ssoProvider, mappings: [] });
});

it('carries a change out once, of two who approve at the same time', async () => {
  const request = await staged(third, editMembers, adding(fixture.lead.id));
  const answers = await Promise.all([
    approve(second, request),
    approve(world.administrator, request),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: 'request_over' });
});

it('makes nobody a way in as somebody who holds rights over Keyward', async () => {
  const asked = { identity: second.id };
  expect(await run(world.administrator, inviteIdentity, asked)).toMatchObject({
    ...{ ok: false, code: 'second_person' },
  });
  expect(
    await run(world.administrator, inviteIdentity, { identity: fixture.colleague.id }),
  ).toMatchObject({ ok: true });
});

it('takes no change from a token that no person answers for', async () => {
  const robot = await asAdministrator(world, createIdentity, { type: 'service', name: 'robot' });
  const add = await staged(world.administrator, editMembers, adding(robot.id, 'administrators'));
  expect(await approve(second, add)).toMatchObject({ ok: true });
  const input = { identity: robot.id, group: 'administrators', name: 'robot' };
  const { token, secret } = await asAdministrator(world, createToken, input);
  const minted = await bearer(world.db, secret);
  const change = adding(fixture.colleague.id, 'incident-responders');
  const request = await staged(minted, editMembers, change);
  // Whoever minted its token is who asks.
  expect(await approve(world.administrator, request)).toMatchObject({ code: 'second_person' });
  await world.db.update(tokens).set({ createdBy: robot.id }).where(eq(tokens.id, token.id));
  expect(
    await run(minted, editMembers, adding(fixture.service.id, 'incident-responders')),
  ).toMatchObject({ ok: false, code: 'second_person' });
  expect(await approve(minted, request)).toMatchObject({ ok: false, code: 'second_person' });
});

it('takes no other end for a change than was asked for', async () => {
  const request = await staged(third, editMembers, adding(fixture.lead.id, 'incident-responders'));
  for (const until of ['2100-01-01T00:00:00Z', null]) {
    expect(await run(second, approveRequest, { request, until })).toMatchObject({
      ...{ ok: false, code: 'invalid_input', errors: [{ path: 'until' }] },
    });
  }
  expect(await approve(second, request)).toMatchObject({ ok: true });
});

it('asks nobody for what gives no right over Keyward', async () => {
  const { id } = fixture.auditor;
  expect(await run(world.administrator, editMembers, adding(id, 'billing'))).toMatchObject({
    ok: true,
  });
  expect(
    await run(world.administrator, editMembers, { group: 'auditors', remove: [id] }),
  ).toMatchObject({ ok: true });
});

describe('a group that becomes privileged', () => {
  beforeEverything(async () => {
    await asAdministrator(world, createGroup, { slug: 'desk', name: 'Desk' });
    await asAdministrator(world, editMembers, adding(fixture.member.id, 'desk'));
    const operations = ['tokens.list'];
    await asAdministrator(world, createScope, { api: 'keyward', name: 'desk', operations });
  });

  it('waits for the second administrator, and names who gains', async () => {
    const scopes = ['billing/invoices:read', 'keyward/desk'];
    const request = await staged(world.administrator, setGroupScopes, { group: 'desk', scopes });
    const [row] = await world.db.select().from(requests).where(eq(requests.id, request));
    expect(row?.gains?.items).toMatchObject([
      { kind: 'right', group: { name: 'Desk' }, subject: { name: 'tokens.list' } },
      { kind: 'member', subject: { name: 'Max' } },
    ]);
    // Somebody else takes a scope away meanwhile: the set that was asked for would bring it back.
    await asAdministrator(world, setGroupScopes, {
      group: 'desk',
      scopes: ['billing/invoices:read'],
    });
    expect(await approve(second, request)).toMatchObject({ ok: false, code: 'request_outdated' });
    const again = await staged(world.administrator, setGroupScopes, { group: 'desk', scopes });
    expect(await approve(second, again)).toMatchObject({ ok: true });
  });

  it('needs a second for a scope of its own that comes to hold more', async () => {
    const [scope] = (
      await world.db.execute<{ id: string }>(sql`select id from scopes where name = 'desk'`)
    ).rows;
    await staged(world.administrator, updateScopeCommand(), {
      scope: scope?.id,
      operations: ['tokens.list', 'tokens.revoke'],
    });
  });
});

const updateScopeCommand = (): AnyCommand => {
  const found = CARRIED_OUT.find(({ operation }) => operation === 'scopes.update');
  if (!found) throw new Error('scopes.update is carried out no more');
  return found;
};

it('approves nothing for who could not do it any more', async () => {
  const request = await staged(third, editMembers, adding(fixture.outsider.id, 'administrators'));
  await asAdministrator(world, editMembers, { group: 'administrators', remove: [third.id] });
  expect(await approve(second, request)).toMatchObject({ ok: false, code: 'request_outdated' });
  expect(await run(second, denyRequest, { request, reason: 'gone' })).toMatchObject({ ok: true });
});

it('keeps itself switched on until a second administrator agrees', async () => {
  const off = { policy: { approvePrivileged: false } };
  const request = await staged(world.administrator, setOrganisationPolicy, off);
  const isOn = async () => (await world.db.select().from(organisationPolicy))[0]?.approvePrivileged;
  expect(await isOn()).toBe(true);
  expect(await approve(second, request)).toMatchObject({ ok: true });
  expect(await isOn()).toBe(false);
});

it('can carry out exactly what may wait', () => {
  const waiting = COMMANDS.filter(({ canWait }) => canWait).map(({ operation }) => operation);
  expect(CARRIED_OUT.map(({ operation }) => operation).sort()).toEqual(waiting.sort());
});
