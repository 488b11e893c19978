import { expect } from 'vitest';
import { listEvents } from '@/domain/audit/list-events';
import type { AnyCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { previewMembers } from '@/domain/groups/preview-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createIdentity } from '@/domain/identities/create-identity';
import { getIdentity } from '@/domain/identities/get-identity';
import { handOverService } from '@/domain/identities/hand-over-service';
import { listIdentities } from '@/domain/identities/list-identities';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { updateIdentity } from '@/domain/identities/update-identity';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { createService } from './create-service';

/** Leads `parcels`, which opens nothing. `keys` holds rights over Keyward. */
let otherLead: string;

beforeAll(async () => {
  const person = { type: 'person' as const, name: 'Pia', email: 'pia@example.com' };
  otherLead = (await asAdministrator(world, createIdentity, person)).id;
  for (const [slug, identity] of [
    ['parcels', otherLead],
    ['keys', fixture.outsider.id],
  ] as const) {
    await asAdministrator(world, createGroup, { slug, name: slug });
    const add = [{ identity, role: 'lead' as const }];
    await asAdministrator(world, editMembers, { group: slug, add });
  }
  const scopes = ['keyward/keyward:audit'];
  await asAdministrator(world, setGroupScopes, { group: 'keys', scopes });
});

/** As whoever leads `billing`, or as somebody else. */
async function tryAs(command: AnyCommand, input: object, who = fixture.lead.id) {
  return runCommand(command, contextOf(world.db, await signedIn(world.db, who)), input);
}

const makeRobot = async (slug: string) =>
  done(world.db, await signedIn(world.db, fixture.lead.id), createService, {
    ...{ group: 'billing', name: `robot ${slug}`, slug },
  });

it('a lead makes a service account in their group, gives it a token, and it works', async () => {
  const robot = await makeRobot('works');
  expect(robot).toMatchObject({
    owner: { slug: 'billing' },
    groups: [{ slug: 'billing', role: 'member' }],
  });
  const lead = await signedIn(world.db, fixture.lead.id);
  const input = { identity: 'works', group: 'billing', name: 'of the robot' };
  const { secret } = await done(world.db, lead, createToken, input);
  expect(await codeFor(world, secret, 'listInvoices')).toBe('allowed');
});

it('nobody makes one in a group that they don’t lead', async () => {
  const input = { name: 'robot', slug: 'elsewhere' };
  expect(await tryAs(createService, { ...input, group: 'parcels' })).toMatchObject({
    code: 'not_found',
  });
  const member = { ...input, group: 'billing' };
  expect(await tryAs(createService, member, fixture.member.id)).toMatchObject({
    code: 'not_granted',
  });
});

it('a lead makes none in a group that holds rights over Keyward', async () => {
  const input = { group: 'keys', name: 'robot', slug: 'too-much' };
  expect(await tryAs(createService, input, fixture.outsider.id)).toMatchObject({
    code: 'needs_administrator',
  });
});

it('a lead renames, suspends, resumes and stops an account of their group', async () => {
  const { id: identity } = await makeRobot('managed');
  for (const command of [suspendIdentity, resumeIdentity, stopIdentity]) {
    expect(await tryAs(command, { identity })).toMatchObject({ ok: true });
  }
  const renamed = await tryAs(updateIdentity, { identity, name: 'new name' });
  expect(renamed).toMatchObject({ ok: true, value: { name: 'new name' } });
});

it('a lead manages no person of their group, and no account that belongs to nobody', async () => {
  for (const identity of [fixture.colleague.id, fixture.service.id]) {
    for (const command of [suspendIdentity, resumeIdentity, stopIdentity, updateIdentity]) {
      expect(await tryAs(command, { identity })).toMatchObject({ code: 'not_granted' });
    }
  }
});

it('an account stays with its group when it is taken out of it', async () => {
  const { id: identity } = await makeRobot('taken-out');
  await tryAs(editMembers, { group: 'billing', remove: [identity] });
  const lead = contextOf(world.db, await signedIn(world.db, fixture.lead.id));
  expect(await runQuery(getIdentity, lead, { identity })).toMatchObject({
    value: { groups: [], owner: { slug: 'billing' } },
  });
  const found = await runQuery(listIdentities, lead, { q: 'taken-out' });
  expect(found).toMatchObject({ value: { items: [{ id: identity }] } });
  const back = await tryAs(editMembers, { group: 'billing', add: [{ identity }] });
  expect(back).toMatchObject({ ok: true, value: { added: 1 } });
});

it('another lead can’t have it act in their group; an administrator can let it', async () => {
  const { id: identity } = await makeRobot('wanted');
  const edit = { group: 'parcels', add: [{ identity }] };
  const refused = { code: 'needs_administrator', errors: [{ path: 'add' }] };
  expect(await tryAs(editMembers, edit, otherLead)).toMatchObject(refused);
  const actor = await signedIn(world.db, otherLead);
  const preview = await runQuery(previewMembers, contextOf(world.db, actor), edit);
  expect(preview).toMatchObject(refused);
  expect(await asAdministrator(world, editMembers, edit)).toMatchObject({ added: 1 });
});

it('a lead sees what others did to the tokens and accounts of their group', async () => {
  const { id: identity } = await makeRobot('watched');
  await asAdministrator(world, suspendIdentity, { identity });
  await asAdministrator(world, revokeToken, { token: fixture.serviceToken.token.id });
  const seenBy = async (who: string): Promise<string[]> => {
    const actor = await signedIn(world.db, who);
    const seen = await runQuery(listEvents, contextOf(world.db, actor), {});
    return seen.ok ? seen.value.items.map(({ action }) => action) : [seen.code];
  };
  expect((await seenBy(fixture.lead.id)).slice(0, 3)).toEqual([
    ...['tokens.revoke', 'identities.suspend', 'identities.createService'],
  ]);
  expect(await seenBy(otherLead)).not.toContain('tokens.revoke');
});

it('an account that is handed over is managed by the leads it goes to, and no more by the others', async () => {
  const { id: identity } = await makeRobot('handed-over');
  const handOver = { identity, group: 'parcels' };
  expect(await tryAs(handOverService, handOver)).toMatchObject({ code: 'not_granted' });
  await asAdministrator(world, editMembers, { group: 'parcels', add: [{ identity }] });
  const done = await asAdministrator(world, handOverService, handOver);
  expect(done).toMatchObject({ owner: { slug: 'parcels' } });
  expect(await tryAs(suspendIdentity, { identity })).toMatchObject({ code: 'not_granted' });
  expect(await tryAs(suspendIdentity, { identity }, otherLead)).toMatchObject({ ok: true });
});
