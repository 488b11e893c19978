import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import type { Actor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { AnyCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { offboardIdentity } from '@/domain/effects/offboard-identity';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { approveRequest } from './approve-request';
import { createRequest } from './create-request';
import { denyRequest } from './deny-request';

let lead: Actor;

beforeAll(async () => {
  lead = await signedIn(world.db, fixture.lead.id);
});

const run = (actor: Actor, command: AnyCommand, input: object) =>
  runCommand(command, contextOf(world.db, actor), input);

const person = async (name: string): Promise<string> => {
  const email = `${name.toLowerCase()}@example.com`;
  return (await asAdministrator(world, createIdentity, { type: 'person', name, email })).id;
};

async function asks(name: string, group: string) {
  const identity = await person(name);
  const asker = await signedIn(world.db, identity);
  const asked = await run(asker, createRequest, { group, reason: 'on call' });
  if (!asked.ok) throw new Error(asked.message);
  return { identity, request: asked.value.id as string };
}

const groupsOf = (identity: string) =>
  world.db.$count(memberships, eq(memberships.identityId, identity));
const outdated = (name: string) => ({
  ...{ ok: false, code: 'request_outdated', message: expect.stringContaining(name) },
});

it('gives nothing to who was suspended since, until they are back', async () => {
  const { identity, request } = await asks('Nia', 'billing');
  await asAdministrator(world, suspendIdentity, { identity });
  expect(await run(lead, approveRequest, { request })).toMatchObject(outdated('Nia'));
  expect(await groupsOf(identity)).toBe(0);
  await asAdministrator(world, resumeIdentity, { identity });
  expect(await run(lead, approveRequest, { request })).toMatchObject({ ok: true });
});

it('gives nothing to who was offboarded since; the request can be denied', async () => {
  const { identity, request } = await asks('Moe', 'billing');
  await asAdministrator(world, offboardIdentity, { identity });
  expect(await run(lead, approveRequest, { request })).toMatchObject(outdated('Moe'));
  expect(await groupsOf(identity)).toBe(0);
  const denied = await run(lead, denyRequest, { request, reason: 'gone' });
  expect(denied).toMatchObject({ ok: true });
});

it('of a suspension and an approval at the same time, no new right comes after the first', async () => {
  const { identity, request } = await asks('Kim', 'billing');
  const [suspended, approved] = await Promise.all([
    run(world.administrator, suspendIdentity, { identity }),
    run(lead, approveRequest, { request }),
  ]);
  expect(suspended).toMatchObject({ ok: true });
  expect(await groupsOf(identity)).toBe(approved.ok ? 1 : 0);
  if (approved.ok && suspended.ok) expect(approved.seq).toBeLessThan(suspended.seq);
});

it('nor once a second administrator agrees', async () => {
  const id = await person('Bo');
  await asAdministrator(world, editMembers, { group: 'administrators', add: [{ identity: id }] });
  await world.db.transaction((tx) => setPassword(tx, id, newId('session')));
  await asAdministrator(world, setOrganisationPolicy, { policy: { approvePrivileged: true } });
  const { identity, request } = await asks('Tia', 'auditors');
  const once = await run(world.administrator, approveRequest, { request });
  expect(once).toMatchObject({ ok: false, code: 'awaits_approval' });
  await asAdministrator(world, suspendIdentity, { identity });
  const second = await signedIn(world.db, id);
  const { staged } = once as { staged?: string };
  expect(await run(second, approveRequest, { request: staged })).toMatchObject(outdated('Tia'));
  expect(await groupsOf(identity)).toBe(0);
});
