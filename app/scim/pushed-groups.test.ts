import { describe, expect } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { bearerOf } from '@/domain/decision/bearer';
import { previewPushedMappings } from '@/domain/scim/preview-mappings';
import { setPushedMappings } from '@/domain/scim/set-mappings';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import * as provisioned from '@/domain/testing/provisioned';
import { contextOf, mintOwn } from '@/domain/testing/world';
import { GROUP, makeGroup, makeUser, openDoor, patchOf, send } from './testing';

let secret: string;

beforeAll(async () => {
  openDoor(world);
  secret = world.managementToken;
});

const identityOf = (user: string) => provisioned.identityOf(world.db, user);
const membershipOf = (identity: string) =>
  provisioned.membershipOf(world.db, fixture.group.id, identity);

const codeOf = async (token: string) =>
  (await bearerOf(world.db, token, null)).decide('access.whoAmI').code;

describe('a pushed group', () => {
  it('leads nowhere until it is mapped, and the preview says what a mapping changes', async () => {
    const user = await makeUser(secret, 'mapped@example.com');
    const pushed = await makeGroup(secret, 'Mapped', [user]);
    const identity = await identityOf(user);
    expect(await membershipOf(identity)).toBeUndefined();
    const input = { pushed, mappings: [{ group: 'billing', role: 'lead' as const }] };
    const context = contextOf(world.db, world.administrator);
    expect(await runQuery(previewPushedMappings, context, input)).toMatchObject({
      value: { joining: 1, ending: 0, joins: [{ identity: { id: identity } }] },
    });
    expect(await asAdministrator(world, setPushedMappings, input)).toMatchObject({ joined: 1 });
    expect(await membershipOf(identity)).toMatchObject({
      ...{ source: 'scim', sourceId: world.administratorId, role: 'lead' },
    });

    const { secret: token } = await mintOwn(world.db, identity, { group: 'billing', name: 't' });
    const body = patchOf({ op: 'remove', path: `members[value eq "${user}"]` });
    await send(secret, 'PATCH', `/Groups/${pushed}`, { body });
    expect(await membershipOf(identity)).toBeUndefined();
    expect(await codeOf(token)).toBe('membership_ended');
  });

  it('leaves memberships alone that are made by hand', async () => {
    const user = await makeUser(secret, 'manual@example.com');
    const identity = await identityOf(user);
    await provisioned.addByHand(world.db, fixture.group.id, identity);
    const pushed = await makeGroup(secret, 'Manual', [user]);
    const mappings = [{ group: 'billing' }];
    expect(await asAdministrator(world, setPushedMappings, { pushed, mappings })).toMatchObject({
      ...{ joined: 0, kept: 1 },
    });
    await send(secret, 'DELETE', `/Groups/${pushed}`);
    expect(await membershipOf(identity)).toMatchObject({ source: 'manual', role: 'member' });
  });

  it('loses nothing where two pushes meet', async () => {
    const [one, two] = [await makeUser(secret, 'one'), await makeUser(secret, 'two')];
    const pushed = await makeGroup(secret, 'Busy');
    const add = (value: string) =>
      send(secret, 'PATCH', `/Groups/${pushed}`, {
        body: patchOf({ op: 'add', path: 'members', value: [{ value }] }),
      });
    const answers = await Promise.all([add(one), add(two)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { body } = await send(secret, 'GET', `/Groups/${pushed}`);
    const present = body.members.map(({ value }: { value: string }) => value);
    expect(present.sort()).toEqual([one, two].sort());
  });

  it('takes a thousand members in one push, mapped, in about a second', async () => {
    const made = await provisioned.manyUsers(world.db, world.administratorId, 1_000);
    const pushed = await makeGroup(secret, 'Thousand');
    await asAdministrator(world, setPushedMappings, { pushed, mappings: [{ group: 'billing' }] });
    const body = {
      ...{ schemas: [GROUP], displayName: 'Thousand' },
      members: made.map((value) => ({ value })),
    };
    const start = performance.now();
    const answer = await send(secret, 'PUT', `/Groups/${pushed}`, { body });
    const ms = performance.now() - start;
    expect(answer.body.members).toHaveLength(1_000);
    expect(await provisioned.provisionedIn(world.db, fixture.group.id)).toBe(1_000);
    process.stdout.write(`a push of 1000 members, mapped: ${Math.round(ms)} ms\n`);
    expect(ms).toBeLessThan(5_000);
  });
});
