import type { Control } from './support/control';
import { expect, test } from './support/test';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';

/** A token of a service account that may provision, and nothing else. */
async function provisioner(control: Control): Promise<string> {
  const [group, identity] = ['provisioners-by-hand', 'provider-by-hand'];
  const operations = ['scim.provision'];
  await control.post('/scopes', { api: 'keyward', name: 'scim:by-hand', operations });
  await control.post('/groups', { slug: group, name: 'Provisioners by hand' });
  await control.put(`/groups/${group}/scopes`, { scopes: ['keyward/scim:by-hand'] });
  await control.post('/identities', { type: 'service', name: 'Provider by hand', slug: identity });
  const add = [{ identity, role: 'member' }];
  await control.patch(`/groups/${group}/members`, { add, remove: [] });
  return (await control.post('/tokens', { identity, group, name: 'provider' })).secret;
}

test('an identity provider makes, finds, changes and takes people and groups', async ({
  request,
  control,
}) => {
  const secret = await provisioner(control);
  const send = async (method: string, path: string, data?: object) => {
    const answer = await request.fetch(`/scim/v2${path}`, {
      method,
      headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/scim+json' },
      ...(data && { data }),
    });
    const text = await answer.text();
    if (text) expect(answer.headers()['content-type']).toBe('application/scim+json');
    return { status: answer.status(), headers: answer.headers(), body: JSON.parse(text || 'null') };
  };
  const patch = (path: string, value: unknown) => ({
    schemas: [`${MESSAGES}:PatchOp`],
    Operations: [{ op: 'replace', path, value }],
  });

  const made = await send('POST', '/Users', { schemas: [USER], userName: 'hedy@example.com' });
  expect(made).toMatchObject({ status: 201, headers: { etag: 'W/"1"' } });
  const { id, meta } = made.body;
  expect(made.headers.location).toBe(meta.location);
  const user = `/Users/${id}`;
  expect(await send('GET', new URL(meta.location).pathname.replace('/scim/v2', ''))).toMatchObject({
    ...{ status: 200, body: { id } },
  });
  const search = { schemas: [`${MESSAGES}:SearchRequest`], filter: 'userName sw "hedy"' };
  expect(await send('POST', '/Users/.search', search)).toMatchObject({
    ...{ status: 200, body: { totalResults: 1, Resources: [{ id }] } },
  });
  const put = { schemas: [USER], userName: 'hedy@example.com', displayName: 'Hedy Lamarr' };
  expect(await send('PUT', user, put)).toMatchObject({ status: 200, body: put });
  expect(await send('PATCH', user, patch('title', 'Inventor'))).toMatchObject({
    ...{ status: 200, body: { title: 'Inventor' } },
  });
  const group = { schemas: [GROUP], displayName: 'Inventors', members: [{ value: id }] };
  const pushed = await send('POST', '/Groups', group);
  expect(pushed).toMatchObject({ status: 201, body: group });
  expect(await send('PATCH', user, patch('active', 'False'))).toMatchObject({
    ...{ status: 200, body: { active: false, groups: [{ display: 'Inventors' }] } },
  });
  const people = await control.get('/identities?q=hedy@example.com');
  expect(people.items).toMatchObject([{ name: 'Hedy Lamarr', state: 'suspended' }]);

  expect(await send('POST', '/Users', { schemas: [USER] })).toMatchObject({
    ...{ status: 400, body: { scimType: 'invalidValue' } },
  });
  expect((await send('PATCH', '/Schemas', patch('x', 1))).status).toBe(405);
  expect((await send('POST', '/Bulk', {})).status).toBe(501);
  for (const path of [`/Groups/${pushed.body.id}`, user]) {
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await send('GET', path)).status).toBe(404);
  }
});

test('who has no token that works changes nothing at the door for provisioning', async ({
  request,
}) => {
  const type = { 'Content-Type': 'application/scim+json' };
  for (const headers of [type, { ...type, Authorization: 'Bearer kwp_nonsense' }]) {
    const answer = await request.post('/scim/v2/Users', {
      headers,
      data: { schemas: [USER], userName: 'nobody' },
    });
    expect(answer.status()).toBe(401);
    expect(answer.headers()['www-authenticate']).toContain('Bearer');
    expect(await answer.json()).toMatchObject({ schemas: [`${MESSAGES}:Error`], status: '401' });
  }
});

test('the door takes what is sent to it, and nothing beside it does', async ({ request }) => {
  const post = (path: string) => request.post(path, { data: '{}', maxRedirects: 0 });
  const inside = await post('/scim/v2');
  expect(inside.headers()['content-type']).toContain('json');
  // What is no door of its own is a page: of strangers nothing is read.
  const beside = await post('/scim/other');
  expect(beside.status()).toBe(401);
  expect(beside.headers()['content-type']).not.toContain('json');
});
