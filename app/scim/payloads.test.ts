import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { makeGroup, makeUser, openDoor, send } from './testing';

interface Payload {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly status: number;
  /** What the answer holds. */
  readonly expect?: object;
  readonly without?: readonly string[];
  /** Who is in the group afterwards. */
  readonly members?: readonly string[];
  /** The name of the group afterwards. */
  readonly name?: string;
}

const FIXTURES = new URL('fixtures/', import.meta.url);
const payloads = readdirSync(FIXTURES).map((file) => file.replace('.json', ''));
let secret: string;

beforeAll(async () => {
  openDoor(world);
  secret = world.managementToken;
});

/** Ids stand in the place of names in braces. */
const named = (text: string, ids: Readonly<Record<string, string>>) =>
  text.replaceAll(/\{(alice|bob|keeper|group)\}/g, (_all, name) => ids[name] ?? '');

describe('what Entra ID, Okta and others send', () => {
  it.for(payloads)('%s', async (file) => {
    const alice = await makeUser(secret, 'alice@example.com', {
      name: { givenName: 'Alice', familyName: 'Adams' },
      emails: [{ type: 'work', value: 'alice@example.com', primary: true }],
    });
    const bob = await makeUser(secret, 'bob@example.com');
    const keeper = await makeUser(secret, 'keeper@example.com');
    const group = await makeGroup(secret, 'Engineering', [alice, keeper]);
    const ids = { alice, bob, keeper, group };
    const source = readFileSync(new URL(`${file}.json`, FIXTURES), 'utf8');
    const payload: Payload = JSON.parse(named(source, ids));
    const { method, path, body, status } = payload;

    const answer = await send(secret, method, path, body === undefined ? {} : { body });
    expect(answer).toMatchObject({ status, body: payload.expect ?? {} });
    for (const name of payload.without ?? []) expect(answer.body).not.toHaveProperty(name);
    if (status >= 400) {
      expect(answer.body).toMatchObject({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: String(status),
      });
    }
    const after = await send(secret, 'GET', `/Groups/${group}`);
    const present = (after.body.members ?? []).map(({ value }: { value: string }) => value);
    const wanted = (payload.members ?? ['alice', 'keeper']).map((name) => ids[name as 'alice']);
    expect(present.sort()).toEqual(wanted.sort());
    if (payload.name) expect(after.body.displayName).toBe(payload.name);

    const listed = await send(secret, 'GET', '/Users?attributes=id');
    for (const { id } of listed.body.Resources) await send(secret, 'DELETE', `/Users/${id}`);
    const groups = await send(secret, 'GET', '/Groups?attributes=id');
    for (const { id } of groups.body.Resources) await send(secret, 'DELETE', `/Groups/${id}`);
  });
});
