import { beforeEach, expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createScope } from '@/domain/scopes/create-scope';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { createIdentity } from './create-identity';
import { listMade } from './list-made';
import { stopIdentity } from './stop-identity';

let leaver: string;
let newcomer: string;
let made: Awaited<ReturnType<typeof leavesBehind>>;
let count = 0;

const person = async (name: string) => {
  count += 1;
  const email = `${name}-${count}@example.com`;
  return (await asAdministrator(world, createIdentity, { type: 'person', name, email })).id;
};

/** An administrator makes a service token, a link and a membership, and keeps a token of their own. */
async function leavesBehind() {
  leaver = await person('Leaver');
  newcomer = await person('Newcomer');
  await asAdministrator(world, editMembers, {
    group: 'administrators',
    add: [{ identity: leaver }],
  });
  const actor = await signedIn(world.db, leaver);
  const as = { db: world.db, actor };
  await done(as.db, actor, editMembers, { group: 'billing', add: [{ identity: newcomer }] });
  const link = await done(as.db, actor, inviteIdentity, { identity: newcomer });
  const input = { identity: fixture.service.id, group: 'billing', name: 'left behind' };
  const { token, secret } = await done(as.db, actor, createToken, input);
  await done(as.db, actor, createToken, { identity: leaver, group: 'administrators', name: 'own' });
  return { link: link.id, token: token.id, secret };
}
beforeEach(async () => {
  made = await leavesBehind();
});

const list = (identity: string) =>
  runQuery(listMade, contextOf(world.db, world.administrator), { identity });
const stop = (input: object, actor = world.administrator) =>
  runCommand(stopIdentity, contextOf(world.db, actor), { identity: leaver, ...input });

it('what somebody made for others is listed: tokens, links and memberships', async () => {
  expect(await list(leaver)).toMatchObject({
    ok: true,
    value: {
      tokens: [{ id: made.token, name: 'left behind', identity: { id: fixture.service.id } }],
      links: [{ id: made.link, person: { id: newcomer } }],
      memberships: [{ identity: { id: newcomer }, group: { slug: 'billing' }, role: 'member' }],
    },
  });
});

it('stopping somebody ends what is named of it, in one event that names it', async () => {
  const stopped = await stop({ alsoRevoke: [made.token] });
  expect(stopped).toMatchObject({
    ok: true,
    value: { revokedTokens: 1, alsoRevokedTokens: 1, voidedLinks: 1 },
  });
  expect(await codeFor(world, made.secret, 'listInvoices')).toBe('token_revoked');
  const event = await lastEvent(world);
  expect(event).toMatchObject({
    action: 'identities.stop',
    actorId: world.administratorId,
    after: {
      alsoRevokedTokens: [made.token],
      voidedLinksForOthers: [{ id: made.link, identityId: newcomer }],
    },
  });
  expect(event.affects).toContain(made.token);
  expect(await list(leaver)).toMatchObject({ value: { tokens: [], links: [] } });
});

it('a service token that is not named goes on: it is the group’s', async () => {
  expect(await stop({})).toMatchObject({ ok: true, value: { alsoRevokedTokens: 0 } });
  expect(await codeFor(world, made.secret, 'listInvoices')).toBe('allowed');
});

it('nothing else can be revoked that way: neither what others made, nor without the right to', async () => {
  const foreign = await stop({ alsoRevoke: [fixture.serviceToken.token.id] });
  expect(foreign).toMatchObject({ ok: false, errors: [{ path: 'alsoRevoke.0' }] });
  const operations = ['identities.stop', 'identities.get'];
  const slug = `stoppers-${count}`;
  await asAdministrator(world, createScope, { api: 'keyward', name: slug, operations });
  await asAdministrator(world, createGroup, { slug, name: 'Stoppers' });
  await asAdministrator(world, setGroupScopes, { group: slug, scopes: [`keyward/${slug}`] });
  await asAdministrator(world, editMembers, {
    group: slug,
    add: [{ identity: fixture.outsider.id }],
  });
  const stopper = await signedIn(world.db, fixture.outsider.id);
  const refused = await stop({ alsoRevoke: [made.token] }, stopper);
  expect(refused).toMatchObject({ ok: false, kind: 'forbidden', code: 'not_granted' });
  expect(await codeFor(world, made.secret, 'listInvoices')).toBe('allowed');
});
