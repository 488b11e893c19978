import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { identities } from '@/db/schema/identities';
import { runCommand } from '@/domain/commands/run';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createScope } from '@/domain/scopes/create-scope';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { shiftClock } from '@/domain/testing/shifted-clock';
import { contextOf, signedIn } from '@/domain/testing/world';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { resumeIdentity } from './resume-identity';
import { stopIdentity } from './stop-identity';
import { undoStop } from './undo-stop';

const identity = () => fixture.colleague.id;
const undo = async (actor = world.administrator) =>
  runCommand(undoStop, contextOf(world.db, actor), { identity: identity() });
const code = () => codeFor(world, fixture.colleagueToken.secret, 'listInvoices');
const stateNow = async () =>
  (await world.db.select().from(identities).where(eq(identities.id, identity())))[0]?.state;

it('one command stops tokens and sessions and suspends the account, in one event; one takes it back', async () => {
  await asAdministrator(world, stopIdentity, { identity: identity(), suspend: true });
  expect(await lastEvent(world)).toMatchObject({
    action: 'identities.stop',
    after: { revokedTokens: [fixture.colleagueToken.token.id], suspended: true },
  });
  expect(await stateNow()).toBe('suspended');
  expect(await undo()).toMatchObject({ ok: true, value: { restoredTokens: 1 } });
  expect(await code()).toBe('allowed');
  expect(await stateNow()).toBe('active');
  expect((await lastEvent(world)).affects).toContain(fixture.colleagueToken.token.id);
  expect(await undo()).toMatchObject({ ok: false, code: 'undo_expired' });
});

it('what was revoked before stays revoked', async () => {
  await asAdministrator(world, revokeToken, { token: fixture.colleagueToken.token.id });
  await asAdministrator(world, stopIdentity, { identity: identity() });
  expect(await undo()).toMatchObject({ ok: true, value: { restoredTokens: 0 } });
  expect(await code()).toBe('token_revoked');
});

it('nobody else takes it back, and nobody after something else was done to them', async () => {
  await asAdministrator(world, stopIdentity, { identity: identity(), suspend: true });
  const responder = await signedIn(world.db, fixture.responder.id);
  expect(await undo(responder)).toMatchObject({ ok: false, code: 'undo_expired' });
  await asAdministrator(world, resumeIdentity, { identity: identity() });
  expect(await undo()).toMatchObject({ ok: false, code: 'undo_expired' });
});

it('after 30 seconds it is final', async () => {
  await asAdministrator(world, stopIdentity, { identity: identity() });
  const clock = await shiftClock(world);
  await clock.advance(31);
  const late = await runCommand(undoStop, contextOf(clock.db, world.administrator), {
    identity: identity(),
  });
  await clock.close();
  expect(late).toMatchObject({ ok: false, code: 'undo_expired' });
});

it('the account of the last administrator can’t be suspended with it, and nothing is stopped then', async () => {
  const refused = await runCommand(stopIdentity, contextOf(world.db, world.administrator), {
    ...{ identity: world.administratorId, suspend: true },
  });
  expect(refused).toMatchObject({ ok: false, code: 'last_administrator' });
});

it('suspending needs its own right', async () => {
  const operations = ['identities.stop', 'identities.get'];
  await asAdministrator(world, createScope, { api: 'keyward', name: 'stopping', operations });
  await asAdministrator(world, createGroup, { slug: 'stoppers', name: 'Stoppers' });
  await asAdministrator(world, setGroupScopes, {
    ...{ group: 'stoppers', scopes: ['keyward/stopping'] },
  });
  const add = [{ identity: fixture.outsider.id }];
  await asAdministrator(world, editMembers, { group: 'stoppers', add });
  const stopper = contextOf(world.db, await signedIn(world.db, fixture.outsider.id));
  const asked = { identity: fixture.member.id };
  expect(await runCommand(stopIdentity, stopper, { ...asked, suspend: true })).toMatchObject({
    ...{ ok: false, code: 'not_granted' },
  });
  expect(await runCommand(stopIdentity, stopper, asked)).toMatchObject({ ok: true });
});
