import { describe, expect } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { getPushed } from '@/domain/scim/get-pushed';
import { listPushed } from '@/domain/scim/list-pushed';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { contextOf } from '@/domain/testing/world';
import { GROUP, makeGroup, makeUser, openDoor, patchOf, send } from './testing';

let secret: string;

beforeAll(async () => {
  openDoor(world);
  secret = world.managementToken;
});

const asked = () => contextOf(world.db, world.administrator);

async function shown(pushed: string) {
  const found = await runQuery(getPushed, asked(), { pushed });
  if (!found.ok) throw new Error(found.message);
  return found.value;
}

describe('what is wrong with a push', () => {
  it('is named on its group: members that nobody has made, until a push without any', async () => {
    const user = await makeUser(secret, 'known@example.com');
    const pushed = await makeGroup(secret, 'Mixed', [user, 'stranger']);
    const { problem, people } = await shown(pushed);
    expect(people).toMatchObject([{ name: 'known@example.com', state: 'active' }]);
    expect(problem?.detail).toContain('stranger');
    const body = { schemas: [GROUP], displayName: 'Mixed', members: [{ value: user }] };
    await send(secret, 'PUT', `/Groups/${pushed}`, { body });
    expect((await shown(pushed)).problem).toBeNull();
  });

  it('is kept with the request where it was refused, and changes nothing else', async () => {
    const pushed = await makeGroup(secret, 'Refused');
    const before = await shown(pushed);
    const body = patchOf({ op: 'jump', path: 'members', value: [] });
    const answer = await send(secret, 'PATCH', `/Groups/${pushed}`, { body });
    expect(answer.status).toBe(400);
    const { problem, ...rest } = await shown(pushed);
    expect(problem).toMatchObject({
      ...{ request: `PATCH /Groups/${pushed}`, detail: answer.body.detail },
    });
    expect({ ...rest, problem: null }).toEqual(before);
  });

  it('is told of its client where it is about no group, and a probe is no problem', async () => {
    const probe = await send(secret, 'GET', '/Users/nobody');
    expect(probe.status).toBe(404);
    const list = async () => {
      const found = await runQuery(listPushed, asked(), {});
      return found.ok ? found.value.problems : [];
    };
    const refusedUsers = (await list()).filter(({ request }) => request.includes('nobody'));
    expect(refusedUsers).toEqual([]);
    await send(secret, 'POST', '/Users', { body: { schemas: [] } });
    expect(await list()).toMatchObject([
      { client: { id: world.administratorId }, request: 'POST /Users' },
    ]);
  });
});
