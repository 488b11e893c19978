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
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr',
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

  it.for([
    ['count=99999999999999999999999', { startIndex: 1, itemsPerPage: 1 }],
    ['count=-7', { startIndex: 1, itemsPerPage: 0 }],
    ['count=1.0', { startIndex: 1, itemsPerPage: 1 }],
    ['startIndex=99999999999999999999999', { startIndex: 2_147_483_647, itemsPerPage: 0 }],
    ['startIndex=-99999999999999999999999', { startIndex: 1, itemsPerPage: 1 }],
  ] as const)('by ?%s is moved into range', async ([query, page]) => {
    const id = await makeUser(secret, `range ${query}`);
    const only = `/Users?filter=${encodeURIComponent(`id eq "${id}"`)}&${query}`;
    expect(await send(secret, 'GET', only)).toMatchObject({
      ...{ status: 200, body: { totalResults: 1, ...page } },
    });
  });

  it.for(['count=many', 'count=1.5', 'startIndex=0x', 'startIndex=1e999'])(
    'by ?%s is refused in words',
    async (query) => {
      expect(await send(secret, 'GET', `/Users?${query}`)).toMatchObject({
        status: 400,
        body: { scimType: 'invalidValue', detail: 'startIndex and count are whole numbers.' },
      });
    },
  );

  it('takes names of attributes from one parameter and from several', async () => {
    const id = await makeUser(secret, 'several', { title: 'Dr', nickName: 'Sev' });
    const { body } = await send(secret, 'GET', `/Users/${id}?attributes=title&attributes=nickName`);
    expect(body).toMatchObject({ title: 'Dr', nickName: 'Sev' });
    expect(body).not.toHaveProperty('userName');
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

  it.for([
    ['application/json', 'application/json'],
    ['application/json;q=0.9, text/plain', 'application/json'],
    ['application/json, application/scim+json', 'application/scim+json'],
    ['application/json, text/plain, */*', 'application/scim+json'],
    ['application/scim+json', 'application/scim+json'],
    ['text/html', 'application/scim+json'],
  ] as const)('with Accept: %s is answered as %s', async ([accept, type]) => {
    for (const path of ['/Users', '/Users/nobody', '/Schemas']) {
      const { headers } = await send(secret, 'GET', path, { headers: { accept } });
      expect(headers.get('content-type')).toBe(type);
    }
  });

  it.for(['/ServiceProviderConfig', '/ResourceTypes', '/Schemas', `/Schemas/${USER_URN}`])(
    'of %s can’t be filtered, sorted or written',
    async (path) => {
      const filtered = await send(secret, 'GET', `${path}?filter=${encodeURIComponent('id pr')}`);
      expect(filtered).toMatchObject({ status: 403, body: { status: '403' } });
      const plain = await send(secret, 'GET', path);
      const sorted = await send(secret, 'GET', `${path}?sortBy=id&count=1&startIndex=2`);
      expect(sorted).toMatchObject({ status: 200, body: plain.body });
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const written = await send(secret, method, path, { body: {} });
        expect(written).toMatchObject({ status: 405, body: { status: '405' } });
        expect(written.headers.get('allow')).toBe('GET');
      }
    },
  );

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
