import { describe, expect } from 'vitest';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { makeGroup, makeUser, openDoor, patchOf, send, USER } from './testing';

const WORK = { type: 'work', value: 'work@example.com', display: 'Work', primary: true };
const HOME = { type: 'home', value: 'home@example.com' };
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
let secret: string;
let made = 0;

beforeAll(async () => {
  openDoor(world);
  secret = world.managementToken;
});

async function patched(...operations: object[]) {
  made += 1;
  const id = await makeUser(secret, `user-${made}`, {
    emails: [WORK, HOME],
    name: { givenName: 'Ada', familyName: 'Byron' },
    [ENTERPRISE]: { department: 'Engines', manager: { value: 'boss' } },
  });
  const before = await send(secret, 'GET', `/Users/${id}`);
  const answer = await send(secret, 'PATCH', `/Users/${id}`, { body: patchOf(...operations) });
  const after = await send(secret, 'GET', `/Users/${id}`);
  if (answer.status === 200) expect(answer.body).toEqual(after.body);
  else expect(after.body).toEqual(before.body);
  return answer;
}

describe('a patch that can’t be done changes nothing', () => {
  it.for([
    ['mutability', { op: 'remove', path: 'userName' }],
    ['mutability', { op: 'replace', path: 'id', value: 'x' }],
    ['mutability', { op: 'add', path: 'meta.created', value: '2020-01-01T00:00:00Z' }],
    ['mutability', { op: 'remove', path: 'groups' }],
    ['invalidValue', { op: 'replace', path: 'userName', value: null }],
    ['invalidSyntax', { op: 'add', path: 'title' }],
    ['invalidSyntax', { op: 'replace', path: 'emails' }],
    ['invalidSyntax', { op: 'replace' }],
    ['noTarget', { op: 'remove' }],
    ['noTarget', { op: 'replace', path: 'emails[type eq "other"].value', value: 'x' }],
    ['invalidPath', { op: 'replace', path: 'nothing', value: 'x' }],
    ['invalidPath', { op: 'replace', path: 'emails[type eq "work"', value: 'x' }],
    ['invalidPath', { op: 'replace', path: 'title[value eq "x"]', value: 'x' }],
    ['invalidFilter', { op: 'replace', path: 'emails[type is "work"].value', value: 'x' }],
    ['invalidFilter', { op: 'add', path: 'emails[nothing eq "work"].value', value: 'x' }],
    ['invalidFilter', { op: 'remove', path: 'ims[nothing pr]' }],
    ['invalidValue', { op: 'replace', path: 'emails.primary', value: true }],
    ['invalidValue', { op: 'replace', path: 'emails[type eq "home"]', value: [WORK, HOME] }],
    ['invalidValue', { op: 'replace', path: 'active', value: 'perhaps' }],
  ] as const)('%s: %o', async ([scimType, operation]) => {
    const before = { op: 'replace', path: 'title', value: 'Undone' };
    expect(await patched(before, operation)).toMatchObject({ status: 400, body: { scimType } });
  });
});

describe('a value that a filter chooses', () => {
  const at = 'emails[type eq "work"]';

  it('is replaced whole, and stays what it was chosen by', async () => {
    const value = { value: 'new@example.com' };
    const { body } = await patched({ op: 'replace', path: at, value });
    expect(body.emails).toEqual([{ type: 'work', value: 'new@example.com' }, HOME]);
  });

  it('is added to', async () => {
    const value = { value: 'new@example.com' };
    const { body } = await patched({ op: 'add', path: at, value });
    expect(body.emails).toEqual([{ ...WORK, ...value }, HOME]);
  });

  it('goes where it is replaced by nothing', async () => {
    expect((await patched({ op: 'replace', path: at, value: null })).body.emails).toEqual([HOME]);
  });

  it.for([
    ['emails[type eq "home"].primary', true],
    ['emails[type eq "home"].primary', 'True'],
    ['emails[type eq "home"]', { ...HOME, primary: true }],
  ] as const)('becomes the only primary one by %s', async ([path, value]) => {
    const { body } = await patched({ op: 'replace', path, value });
    expect(body.emails).toEqual([
      { ...WORK, primary: false },
      { ...HOME, primary: true },
    ]);
  });
});

describe('a resource as a whole', () => {
  it('is changed by a path that names its schema, as by none', async () => {
    const { body } = await patched({ op: 'add', path: USER, value: { title: 'Countess' } });
    expect(body.title).toBe('Countess');
  });

  it('loses an extension that becomes nothing', async () => {
    const { body } = await patched({ op: 'replace', value: { [ENTERPRISE]: null } });
    expect(body).not.toHaveProperty([ENTERPRISE]);
    expect(body.schemas).toEqual([USER]);
  });

  it('is not told by a client what only the server knows', async () => {
    const value = { [ENTERPRISE]: { 'manager.displayName': 'Boss', costCenter: 'C1' } };
    const { body } = await patched({ op: 'add', value });
    expect(body[ENTERPRISE]).toEqual({
      ...{ department: 'Engines', manager: { value: 'boss' }, costCenter: 'C1' },
    });
  });

  it('keeps its version and time where it is told what it says already', async () => {
    const user = await makeUser(secret, 'same', { title: 'Countess', emails: [WORK] });
    const group = await makeGroup(secret, 'Same', [user]);
    const same: readonly (readonly [string, object])[] = [
      [`/Users/${user}`, { op: 'add', path: 'emails', value: [WORK] }],
      [`/Users/${user}`, { op: 'replace', path: 'title', value: 'Countess' }],
      [`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: user }] }],
      [`/Groups/${group}`, { op: 'remove', path: 'members[value eq "nobody"]' }],
    ];
    for (const [path, operation] of same) {
      const { body: before } = await send(secret, 'GET', path);
      const { status, body } = await send(secret, 'PATCH', path, { body: patchOf(operation) });
      expect([status, body.meta]).toEqual([200, before.meta]);
    }
    const change = patchOf({ op: 'replace', path: 'title', value: 'Lady' });
    const { body } = await send(secret, 'PATCH', `/Users/${user}`, { body: change });
    expect(body.meta.version).toBe('W/"2"');
  });
});

describe('members', () => {
  let user: string;
  let group: string;
  const change = async (operation: object) => {
    user = await makeUser(secret, `member-${made++}`);
    group = await makeGroup(secret, 'Members', [user]);
    return send(secret, 'PATCH', `/Groups/${group}`, { body: patchOf(operation) });
  };
  const present = async () =>
    ((await send(secret, 'GET', `/Groups/${group}`)).body.members ?? []).length;

  it.for([
    ['mutability', { op: 'add', path: 'members.value', value: 'somebody' }],
    ['mutability', { op: 'replace', path: 'members[type eq "User"].value', value: 'somebody' }],
    ['mutability', { op: 'replace', value: { 'members.value': 'somebody' } }],
    ['mutability', { op: 'remove', path: 'displayName' }],
    ['invalidValue', { op: 'replace', path: 'members', value: [{ display: 'Ada' }] }],
    ['invalidValue', { op: 'replace', path: 'members', value: {} }],
    ['invalidValue', { op: 'remove', path: 'members', value: [{ id: 'somebody' }] }],
    ['invalidValue', { op: 'add', value: { members: [{ display: 'Ada' }] } }],
    ['invalidSyntax', { op: 'replace', path: 'members' }],
  ] as const)('stay where a change is none: %s, %o', async ([scimType, operation]) => {
    expect(await change(operation)).toMatchObject({ status: 400, body: { scimType } });
    expect(await present()).toBe(1);
  });

  it('are removed by their addresses as by their ids', async () => {
    await change({ op: 'add', path: 'members', value: [{ value: 'nobody' }] });
    const value = [{ $ref: `https://keyward.example.com/scim/v2/Users/${user}` }];
    const body = patchOf({ op: 'remove', path: 'members', value });
    await send(secret, 'PATCH', `/Groups/${group}`, { body });
    expect(await present()).toBe(0);
  });

  it('all go where a removal names none', async () => {
    expect((await change({ op: 'remove', path: 'members' })).status).toBe(200);
    expect(await present()).toBe(0);
  });
});
