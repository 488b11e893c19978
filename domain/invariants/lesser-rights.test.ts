import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import { type Actor, systemActor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { updateGroup } from '@/domain/groups/update-group';
import { createIdentity } from '@/domain/identities/create-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { claimSetupLink } from '@/domain/setup/claim-setup-link';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';

let made = 0;

/** Somebody who holds these operations and nothing else. */
async function holderOf(...operations: string[]): Promise<Actor> {
  made += 1;
  const slug = `holders-${made}`;
  await asAdministrator(world, createScope, { api: 'keyward', name: slug, operations });
  await asAdministrator(world, createGroup, { slug, name: slug });
  await asAdministrator(world, setGroupScopes, { group: slug, scopes: [`keyward/${slug}`] });
  const person = await asAdministrator(world, createIdentity, {
    type: 'person',
    name: slug,
    email: `${slug}@example.com`,
  });
  await asAdministrator(world, editMembers, { group: slug, add: [{ identity: person.id }] });
  return signedIn(world.db, person.id);
}

const needsAdministrator = { ok: false, kind: 'forbidden', code: 'needs_administrator' };

describe('who may only change groups', () => {
  let clerk: Actor;
  beforeAll(async () => {
    clerk = await holderOf('groups.update', 'groups.get');
  });
  const change = (group: string, edit: object) =>
    runCommand(updateGroup, contextOf(world.db, clerk), { group, ...edit });

  it.each([
    ['shut the administrators out by address', { allowedCidrs: ['192.0.2.1/32'] }],
    ['let more people mint for administrators', { whoMayMint: 'members' }],
    ['let tokens of administrators live longer', { maxTtlSeconds: 9_000_000 }],
  ])('can’t %s', async (_what, policy) => {
    expect(await change('administrators', { policy })).toMatchObject(needsAdministrator);
  });

  it('can still change the policy of a group without control-plane rights, and any name', async () => {
    expect(await change('billing', { policy: { maxTtlSeconds: 9_000_000 } })).toMatchObject({
      ok: true,
    });
    const description = 'Run Keyward.';
    expect(await change('administrators', { description })).toMatchObject({ ok: true });
  });
});

describe('who may only make setup links', () => {
  let helpdesk: Actor;
  beforeAll(async () => {
    helpdesk = await holderOf('identities.invite', 'identities.get');
  });
  let person: { id: string };
  beforeEach(async () => {
    made += 1;
    person = await asAdministrator(world, createIdentity, {
      type: 'person',
      name: 'Newcomer',
      email: `newcomer-${made}@example.com`,
    });
  });

  const link = async (actor: Actor): Promise<string> => {
    const invited = await runCommand(inviteIdentity, contextOf(world.db, actor), {
      identity: person.id,
    });
    if (!invited.ok) throw new Error(invited.message);
    return invited.value.secret;
  };
  const claim = (code: string) =>
    runCommand(claimSetupLink, contextOf(world.db, systemActor('setup', ['setup.claim'])), {
      code,
      password: 'correct horse battery staple',
    });
  const outdated = { ok: false, kind: 'conflict', code: 'setup_link_outdated' };

  it('can’t keep a link until its person is an administrator, and become one', async () => {
    const code = await link(helpdesk);
    const add = [{ identity: person.id }];
    await asAdministrator(world, editMembers, { group: 'administrators', add });
    expect(await claim(code)).toMatchObject(outdated);
    await asAdministrator(world, editMembers, { group: 'administrators', remove: [person.id] });
    expect(await claim(code)).toMatchObject({ ok: true });
  });

  it('nor until a group of that person holds more', async () => {
    const code = await link(helpdesk);
    const add = [{ identity: person.id }];
    const slug = `later-${made}`;
    await asAdministrator(world, createGroup, { slug, name: slug });
    await asAdministrator(world, editMembers, { group: slug, add });
    const scopes = ['keyward/keyward:audit'];
    await asAdministrator(world, setGroupScopes, { group: slug, scopes });
    expect(await claim(code)).toMatchObject(outdated);
  });

  it('while the link of an administrator survives the promotion', async () => {
    const code = await link(world.administrator);
    const add = [{ identity: person.id }];
    await asAdministrator(world, editMembers, { group: 'administrators', add });
    expect(await claim(code)).toMatchObject({ ok: true });
    await world.owner.execute(sql`delete from memberships where identity_id = ${person.id}`);
  });
});
