import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '@/domain/base/actor';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { contextOf, done, mintOwn, openWorld, signedIn, type World } from '@/domain/testing/world';
import { lookupToken } from './lookup-token';

let world: World;
let made: { id: string; secret: string };
let holder: Actor;
let lead: Actor;
let stranger: Actor;

async function person(name: string): Promise<string> {
  const email = `${name}@example.com`;
  const input = { type: 'person' as const, name, email };
  return (await done(world.db, world.administrator, createIdentity, input)).id;
}

beforeAll(async () => {
  world = await openWorld();
  const { db, administrator } = world;
  const [holderId, leadId, strangerId] = [
    await person('holder'),
    await person('lead'),
    await person('stranger'),
  ];
  await done(db, administrator, createGroup, { slug: 'billing', name: 'Billing' });
  await done(db, administrator, editMembers, {
    group: 'billing',
    add: [
      { identity: holderId, role: 'member' },
      { identity: leadId, role: 'lead' },
    ],
  });
  const { token, secret } = await mintOwn(db, holderId, { group: 'billing', name: 'laptop' });
  made = { id: token.id, secret };
  holder = await signedIn(db, holderId);
  lead = await signedIn(db, leadId);
  stranger = await signedIn(db, strangerId);
});
afterAll(() => world.close());

const lookUp = (actor: Actor, input: object) =>
  runQuery(lookupToken, contextOf(world.db, actor), input as { secret: string });

it('finds a token by its secret or digest for its holder, its lead and administrators', async () => {
  const sha256 = createHash('sha256').update(made.secret).digest('hex');
  for (const actor of [holder, lead, world.administrator]) {
    const bySecret = await lookUp(actor, { secret: ` ${made.secret}\n` });
    expect(bySecret).toMatchObject({ ok: true, value: { token: { id: made.id }, lastUses: [] } });
    expect(await lookUp(actor, { sha256 })).toEqual(bySecret);
  }
});

it('a token out of reach reads like one that does not exist', async () => {
  const unknown = await lookUp(stranger, { sha256: '0'.repeat(64) });
  expect(unknown).toMatchObject({ ok: false, kind: 'not_found' });
  expect(await lookUp(stranger, { secret: made.secret })).toEqual(unknown);
});

it('says that a text is no secret, without repeating it', async () => {
  const wrong = `${made.secret.slice(0, -1)}${made.secret.endsWith('0') ? '1' : '0'}`;
  const refused = await lookUp(holder, { secret: wrong });
  expect(refused).toMatchObject({ ok: false, code: 'token_malformed' });
  expect(JSON.stringify(refused)).not.toContain(wrong);
});
