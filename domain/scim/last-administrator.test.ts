import { and, desc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { scimLinks, scimUsers } from '@/db/schema/scim';
import { actorOfBearer } from '@/domain/actors/resolve-actor';
import type { Context } from '@/domain/base/context';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { bearerOf } from '@/domain/decision/bearer';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import * as provisioned from '@/domain/testing/provisioned';
import { contextOf, mintOwn, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { changeUser, removeUser } from './change-user';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const user = newId('scimUser');
let client: Context;

beforeAll(async () => {
  const scope = { api: 'keyward', name: 'provision', operations: ['scim.provision'] };
  await asAdministrator(world, createScope, scope);
  await asAdministrator(world, createGroup, { slug: 'provisioners', name: 'Provisioners' });
  const scopes = ['keyward/provision'];
  await asAdministrator(world, setGroupScopes, { group: 'provisioners', scopes });
  const add = [{ identity: fixture.service.id }];
  await asAdministrator(world, editMembers, { group: 'provisioners', add });
  const token = { identity: fixture.service.id, group: 'provisioners', name: 'scim' };
  const { secret } = await asAdministrator(world, createToken, token);
  const actor = actorOfBearer(await bearerOf(world.db, secret as string, null));
  if (isRefusal(actor)) throw new Error(actor.message);
  client = contextOf(world.db, actor);
  const who = {
    clientId: actor.id,
    identityId: world.administratorId,
    userName: 'ada@example.com',
  };
  await world.db.insert(scimLinks).values(who);
  const resource = { schemas: [USER], userName: 'ada@example.com' };
  await world.db.insert(scimUsers).values({ ...who, id: user, resource });
});

const deactivations = {
  patched: {
    kind: 'patch',
    body: { schemas: [PATCH], Operations: [{ op: 'Replace', path: 'active', value: 'False' }] },
  },
  put: { kind: 'put', body: { schemas: [USER], userName: 'ada@example.com', active: false } },
} as const;

it.for(['patched', 'put', 'deleted'] as const)(
  'the last administrator, %s by a client, stays, and every token and session of theirs ends',
  async (how) => {
    await signedIn(world.db, world.administratorId);
    const input = { group: 'administrators', name: how };
    const { secret } = await mintOwn(world.db, world.administratorId, input);
    const ifMatch = null;
    const refused =
      how === 'deleted'
        ? await removeUser(client, { user, ifMatch })
        : await changeUser(client, { user, ifMatch, ...deactivations[how] });
    expect(refused).toMatchObject({ ok: false, code: 'last_administrator' });
    expect(await provisioned.stateOf(world.db, world.administratorId)).toBe('active');
    expect(await provisioned.openSessions(world.db, world.administratorId)).toBe(0);
    expect((await bearerOf(world.db, secret, null)).isAlive).toBe(false);
    const [event] = await world.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.targetId, world.administratorId), eq(auditEvents.outcome, 'done')))
      .orderBy(desc(auditEvents.seq))
      .limit(1);
    expect(event).toMatchObject({ action: 'scim.stopUser', actorId: client.actor.id });
  },
);

it('a change that is refused for another reason ends nothing', async () => {
  await signedIn(world.db, world.administratorId);
  const open = await provisioned.openSessions(world.db, world.administratorId);
  const outdated = { user, ifMatch: 'W/"99"' };
  expect(await removeUser(client, outdated)).toMatchObject({ ok: false, code: 'scim_version' });
  const change = { ...outdated, ...deactivations.put };
  expect(await changeUser(client, change)).toMatchObject({ ok: false, code: 'scim_version' });
  expect(await provisioned.openSessions(world.db, world.administratorId)).toBe(open);
});
