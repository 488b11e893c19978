import { describe, expect } from 'vitest';
import type { AnyCommand } from '@/domain/commands/define';
import { bearerOf } from '@/domain/decision/bearer';
import { offboardIdentity } from '@/domain/effects/offboard-identity';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { allowPerson } from '@/domain/scim/allow-person';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import * as provisioned from '@/domain/testing/provisioned';
import { mintOwn, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { decisions, makeUser, openDoor, patchOf, send, USER } from './testing';

let secret: string;
const isAlive = async (token: string) => (await bearerOf(world.db, token, null)).isAlive;

beforeAll(async () => {
  openDoor(world);
  secret = world.managementToken;
});

const identityOf = (user: string) => provisioned.identityOf(world.db, user);

/** A service account that may provision, and nothing else. */
async function clientToken(): Promise<string> {
  const scope = { api: 'keyward', name: 'provision', operations: ['scim.provision'] };
  await asAdministrator(world, createScope, scope);
  await asAdministrator(world, createGroup, { slug: 'provisioners', name: 'Provisioners' });
  const scopes = ['keyward/provision'];
  await asAdministrator(world, setGroupScopes, { group: 'provisioners', scopes });
  const add = [{ identity: 'mailer' }];
  await asAdministrator(world, editMembers, { group: 'provisioners', add });
  const input = { identity: 'mailer', group: 'provisioners', name: 'scim' };
  return (await asAdministrator(world, createToken, input)).secret as string;
}

const stateOf = (identity: string) => provisioned.stateOf(world.db, identity);

describe('the door', () => {
  it('puts every use on record, and says nothing to a token without the right', async () => {
    const answer = await send(fixture.serviceToken.secret, 'GET', '/Users');
    expect(answer.status).toBe(403);
    expect(decisions.at(-1)).toMatchObject({
      code: 'operation_not_granted',
      operation: 'scim.provision',
      request: { path: '/scim/v2/Users' },
    });
    expect(await send('kwp_nothing', 'GET', '/Users')).toMatchObject({ status: 401 });
    expect(decisions.at(-1)?.code).toBe('token_malformed');
  });

  it('answers 415, 404, 405 and 501 in the form of the protocol', async () => {
    const wrongType = { headers: { 'content-type': 'text/xml' }, body: {} };
    expect((await send(secret, 'POST', '/Users', wrongType)).status).toBe(415);
    expect((await send(secret, 'GET', '/Devices')).body).toMatchObject({ status: '404' });
    expect((await send(secret, 'PUT', '/Users', { body: {} })).status).toBe(405);
    expect((await send(secret, 'GET', '/Me')).status).toBe(501);
    expect((await send(secret, 'POST', '/Bulk', { body: {} })).status).toBe(501);
  });

  it('holds to entity tags', async () => {
    const id = await makeUser(secret, 'etag');
    const { headers } = await send(secret, 'GET', `/Users/${id}`);
    const tag = headers.get('etag') ?? '';
    const known = { headers: { 'if-none-match': tag } };
    expect((await send(secret, 'GET', `/Users/${id}`, known)).status).toBe(304);
    const body = patchOf({ op: 'replace', path: 'title', value: 'Boss' });
    const first = await send(secret, 'PATCH', `/Users/${id}`, {
      body,
      headers: { 'if-match': tag },
    });
    const second = await send(secret, 'PATCH', `/Users/${id}`, {
      body,
      headers: { 'if-match': tag },
    });
    expect([first.status, second.status]).toEqual([200, 412]);
  });

  it('refuses a filter that is nested too deeply, and a body as well', async () => {
    const filter = `${'('.repeat(50)}title pr${')'.repeat(50)}`;
    const deep = await send(secret, 'GET', `/Users?filter=${encodeURIComponent(filter)}`);
    expect(deep.body).toMatchObject({ status: '400', scimType: 'invalidFilter' });
    const body = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`);
    expect((await send(secret, 'POST', '/Users', { body })).status).toBe(400);
  });
});

describe('people', () => {
  it('are nobody else’s: the address of somebody who is here is refused until that is allowed', async () => {
    const body = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'x-1',
      emails: [{ value: 'ADA@example.com' }],
    };
    const taken = await send(secret, 'POST', '/Users', { body });
    expect(taken).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    const { id: identity, email } = fixture.outsider as { id: string; email: string };
    await asAdministrator(world, allowPerson, { identity, client: world.administratorId });
    const user = await makeUser(secret, email);
    expect(await identityOf(user)).toBe(identity);
    await send(secret, 'DELETE', `/Users/${user}`);
  });

  it('stop at once when they are deactivated, and come back only where the client stopped them', async () => {
    const user = await makeUser(secret, 'stops@example.com');
    const identity = await identityOf(user);
    await provisioned.addByHand(world.db, fixture.group.id, identity);
    const { secret: token } = await mintOwn(world.db, identity, { group: 'billing', name: 't' });
    await signedIn(world.db, identity);
    const set = (active: unknown) =>
      send(secret, 'PATCH', `/Users/${user}`, {
        body: patchOf({ op: 'replace', path: 'active', value: active }),
      });
    await set('False');
    expect(await isAlive(token)).toBe(false);
    expect(await provisioned.openSessions(world.db, identity)).toBe(0);
    await set('True');
    expect(await isAlive(token)).toBe(true);
    await provisioned.suspendByHand(world.db, identity);
    await set(false);
    await set(true);
    expect(await stateOf(identity)).toBe('suspended');
    expect((await send(secret, 'DELETE', `/Users/${user}`)).status).toBe(204);
    expect((await send(secret, 'GET', `/Users/${user}`)).status).toBe(404);
    expect((await send(secret, 'DELETE', `/Users/${user}`)).status).toBe(404);
  });

  it.for([
    ['suspended', [resumeIdentity, suspendIdentity]],
    ['offboarded', [resumeIdentity, offboardIdentity]],
    ['offboarded while suspended', [offboardIdentity]],
  ] as const)('are %s by somebody here, and come back by no client', async ([how, commands]) => {
    const user = await makeUser(secret, `${how.replaceAll(' ', '-')}@example.com`);
    const identity = await identityOf(user);
    const set = async (active: boolean) => {
      const body = patchOf({ op: 'replace', path: 'active', value: active });
      expect((await send(secret, 'PATCH', `/Users/${user}`, { body })).status).toBe(200);
      return stateOf(identity);
    };
    expect(await set(false)).toBe('suspended');
    for (const command of commands)
      await asAdministrator(world, command as AnyCommand, { identity });
    expect(await set(true)).toBe('suspended');
    // What the client does from then on is its own to take back.
    await asAdministrator(world, resumeIdentity, { identity });
    expect(await set(false)).toBe('suspended');
    expect(await set(true)).toBe('active');
  });

  it('are the same again when they return', async () => {
    const first = await makeUser(secret, 'returns@example.com', { externalId: 'r1' });
    const identity = await identityOf(first);
    await send(secret, 'DELETE', `/Users/${first}`);
    expect(await stateOf(identity)).toBe('suspended');
    const again = await makeUser(secret, 'returns@example.com', { externalId: 'r1' });
    expect(again).not.toBe(first);
    expect([await identityOf(again), await stateOf(identity)]).toEqual([identity, 'active']);
    await send(secret, 'DELETE', `/Users/${again}`);
    const other = await makeUser(secret, 'returns@example.com', { externalId: 'r2' });
    expect(await identityOf(other)).not.toBe(identity);
    const email = 'returns@example.com';
    const name = (await provisioned.personOf(world.db, identity))?.name;
    expect(await lastEvent(world)).toMatchObject({
      action: 'scim.createUser',
      after: { email, isNew: true, addressTakenFrom: [{ id: identity, name, email }] },
      affects: [identity],
    });
  });

  it('lose their address to nobody while they may act, or hold rights over Keyward', async () => {
    const first = await makeUser(secret, 'holder@example.com', { externalId: 'h1' });
    const identity = await identityOf(first);
    const other = () =>
      send(secret, 'POST', '/Users', {
        body: { schemas: [USER], userName: 'holder@example.com', externalId: 'h2' },
      });
    const refused = { status: 409, body: { scimType: 'uniqueness' } };
    await send(secret, 'DELETE', `/Users/${first}`);
    await asAdministrator(world, resumeIdentity, { identity });
    expect(await other()).toMatchObject(refused);
    const group = 'auditors';
    await asAdministrator(world, editMembers, { group, add: [{ identity }] });
    await asAdministrator(world, suspendIdentity, { identity });
    expect(await other()).toMatchObject(refused);
    expect((await provisioned.personOf(world.db, identity))?.email).toBe('holder@example.com');
    await asAdministrator(world, editMembers, { group, remove: [identity] });
    expect(await other()).toMatchObject({ status: 201 });
    expect((await provisioned.personOf(world.db, identity))?.email).not.toBe('holder@example.com');
  });

  it('the last administrator stays, and what they hold ends', async () => {
    await asAdministrator(world, allowPerson, { identity: 'ada@example.com', client: 'mailer' });
    const token = await clientToken();
    const user = await makeUser(token, 'ada@example.com');
    await signedIn(world.db, world.administratorId);
    const gone = await send(token, 'DELETE', `/Users/${user}`);
    expect(gone.status).toBe(409);
    expect(await stateOf(world.administratorId)).toBe('active');
    expect(await provisioned.openSessions(world.db, world.administratorId)).toBe(0);
    expect(await isAlive(world.managementToken)).toBe(false);
  });
});
