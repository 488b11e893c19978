import { describe, expect } from 'vitest';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { makeGroup, makeUser, openDoor, send } from './testing';

const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
let secret: string;

beforeAll(async () => {
  openDoor(world);
  secret = world.managementToken;
});

const find = (path: string, filter: string) =>
  send(secret, 'GET', `${path}?filter=${encodeURIComponent(filter)}`);
const namesIn = ({ body }: { body: { Resources: { userName?: string; displayName: string }[] } }) =>
  body.Resources.map(({ userName, displayName }) => userName ?? displayName).sort();

describe('a filter that can’t be asked', () => {
  it.for([
    'nothing eq "x"',
    'userName eq "nobody" and nothing pr',
    'userName pr or nothing pr',
    'not (nothing pr)',
    'emails.nothing eq "x"',
    'emails[nothing eq "x"]',
    `${USER_URN}:nothing pr`,
    'name eq "Ada"',
    'active gt true',
    'active co "r"',
    'active eq "perhaps"',
    'x509Certificates.value lt "AA"',
    'meta.created gt "yesterday"',
    'userName eq "a" and',
    'userName eq',
    'not userName pr',
    'userName is "a"',
    'userName eq "\\q"',
    '(userName pr',
    '',
  ])('is refused although nobody is here: %s', async (filter) => {
    expect(await find('/Users', filter)).toMatchObject({
      status: 400,
      body: { scimType: 'invalidFilter' },
    });
  });
});

describe('a search', () => {
  it('across types passes over what one of them lacks', async () => {
    await makeUser(secret, 'across');
    await makeGroup(secret, 'Across');
    expect(namesIn(await find('/', 'userName eq "across" or displayName eq "across"'))).toEqual([
      ...['Across', 'across'],
    ]);
    expect(namesIn(await find('/', 'not (userName pr) and displayName eq "across"'))).toEqual([
      'Across',
    ]);
    expect((await find('/', 'nothing pr')).status).toBe(400);
  });

  it.for(['İrem', 'ÜNAL', 'ΟΔΟΣ', 'straße'])('finds %s by the same name', async (name) => {
    await makeUser(secret, name);
    expect(namesIn(await find('/Users', `userName eq "${name}"`))).toEqual([name]);
  });

  it('takes escapes in texts, and leaves blank parameters out', async () => {
    await makeUser(secret, 'a "b" \\ é');
    expect(namesIn(await find('/Users', 'userName eq "a \\"b\\" \\\\ \\u00e9"'))).toHaveLength(1);
    const { body } = await send(secret, 'GET', '/Users?count=&startIndex=&sortBy=&attributes=');
    expect(body).toMatchObject({ startIndex: 1, itemsPerPage: body.totalResults });
    expect(body.totalResults).toBeGreaterThan(0);
  });

  it('shows nothing of a value that has nothing of what is asked for', async () => {
    const id = await makeUser(secret, 'blanks', {
      emails: [{ value: 'one@example.com', type: 'work' }, { value: 'two@example.com' }],
    });
    const only = await send(secret, 'GET', `/Users/${id}?attributes=emails.type`);
    expect(only.body.emails).toEqual([{ type: 'work' }]);
    const less = await send(secret, 'GET', `/Users/${id}?excludedAttributes=emails.value`);
    expect(less.body.emails).toEqual([{ type: 'work' }]);
    const none = await send(secret, 'GET', `/Users/${id}?attributes=emails.display`);
    expect(none.body).not.toHaveProperty('emails');
  });
});

describe('reading', () => {
  it('by HEAD says the same without a body', async () => {
    const id = await makeUser(secret, 'head');
    for (const path of [`/Users/${id}`, '/Users', '/Schemas', '/ServiceProviderConfig', '/']) {
      const head = await send(secret, 'HEAD', path);
      expect(head).toMatchObject({ status: 200, body: null });
      const type = (await send(secret, 'GET', path)).headers.get('content-type');
      expect(head.headers.get('content-type')).toBe(type);
    }
    expect((await send(secret, 'HEAD', '/Users/nobody')).status).toBe(404);
  });

  it.for(['%00', 'a%20b', 'é', 'x'.repeat(300), '..%2f..'])('no id is %s', async (id) => {
    expect((await send(secret, 'GET', `/Users/${id}`)).status).toBe(404);
    expect((await send(secret, 'DELETE', `/Groups/${id}`)).status).toBe(404);
  });

  it('names that no index holds are refused', async () => {
    const long = Array.from({ length: 6_000 }, (_, at) => (at * 7919).toString(36)).join('');
    const body = { schemas: [USER_URN], userName: long.slice(0, 9_000) };
    const named = await send(secret, 'POST', '/Users', { body });
    expect(named).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    const other = { schemas: [USER_URN], userName: 'short', externalId: body.userName };
    expect((await send(secret, 'POST', '/Users', { body: other })).status).toBe(400);
  });

  it('finds the schemas of what describes the provider as well', async () => {
    const { body } = await send(secret, 'GET', '/Schemas');
    const names = body.Resources.map(({ name }: { name: string }) => name);
    expect(names).toEqual([
      ...['User', 'Group', 'EnterpriseUser', 'ServiceProviderConfig', 'ResourceType', 'Schema'],
    ]);
    for (const { id, meta } of body.Resources) {
      const one = await send(secret, 'GET', `/Schemas/${id}`);
      expect(one.body).toMatchObject({ id, meta: { location: meta.location } });
    }
  });
});
