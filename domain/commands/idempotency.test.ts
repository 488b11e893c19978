import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { COMMANDS } from '@/domain/registry/operations';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { bearer, contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { runCommand } from './run';

let count = 0;
/** Two tokens of one service account, both of which may mint. */
let minter: Actor;
let twin: Actor;

beforeAll(async () => {
  await asAdministrator(world, createScope, {
    api: 'keyward',
    name: 'tokens:mint',
    operations: ['tokens.create', 'groups.create'],
  });
  await asAdministrator(world, createGroup, { slug: 'minters', name: 'Minters' });
  await asAdministrator(world, setGroupScopes, {
    group: 'minters',
    scopes: ['keyward/tokens:mint'],
  });
  await asAdministrator(world, editMembers, {
    group: 'minters',
    add: [{ identity: fixture.service.id }],
  });
  const [one, two] = await Promise.all([mint('one'), mint('two')]);
  minter = await bearer(world.db, one.secret);
  twin = await bearer(world.db, two.secret);
});

const mint = (name: string) =>
  asAdministrator(world, createToken, { identity: fixture.service.id, group: 'minters', name });

/** A request to mint in `billing` that can be sent again, by anybody. */
function request() {
  count += 1;
  const input = { identity: fixture.service.id, group: 'billing', name: `retried ${count}` };
  const idempotencyKey = `key-${count}`;
  return (actor: Actor) =>
    runCommand(createToken, contextOf(world.db, actor, { idempotencyKey }), input);
}

async function sent(send: (actor: Actor) => ReturnType<ReturnType<typeof request>>, actor: Actor) {
  const result = await send(actor);
  if (!result.ok) throw new Error(result.code);
  return result;
}

it('a retry gets the same token and secret, and the log says that it was shown again', async () => {
  const send = request();
  const first = await sent(send, minter);
  const again = await sent(send, minter);
  expect(again).toEqual(first);
  expect(await lastEvent(world)).toMatchObject({
    seq: first.seq + 1,
    action: 'tokens.create',
    outcome: 'done',
    viaId: minter.via.id,
    targetId: first.value.token.id,
    after: { repeats: first.seq },
  });
});

it('a retry that reveals nothing answers the same and leaves no event', async () => {
  const context = contextOf(world.db, minter, { idempotencyKey: 'group-key' });
  const first = await runCommand(createGroup, context, { slug: 'once', name: 'Once' });
  const before = await lastEvent(world);
  expect(await runCommand(createGroup, context, { slug: 'once', name: 'Once' })).toEqual(first);
  expect((await lastEvent(world)).seq).toBe(before.seq);
});

it('the same key in the hands of another token of the same identity is another key', async () => {
  const send = request();
  const first = await sent(send, minter);
  const other = await sent(send, twin);
  expect(other.value.secret).not.toBe(first.value.secret);
  expect(other.value.token.id).not.toBe(first.value.token.id);
});

it('a token without the right gets no secret by another’s key', async () => {
  const send = request();
  await sent(send, minter);
  const weak = await bearer(world.db, fixture.serviceToken.secret);
  expect(weak.id).toBe(minter.id);
  expect(await send(weak)).toMatchObject({ ok: false });
});

it('nor does a second session of the same person', async () => {
  const send = request();
  const [one, two] = await Promise.all([
    signedIn(world.db, fixture.lead.id),
    signedIn(world.db, fixture.lead.id),
  ]);
  const first = await sent(send, one);
  const other = await sent(send, two);
  expect(other.value.secret).not.toBe(first.value.secret);
});

it('a retry is refused while the group is frozen', async () => {
  const send = request();
  await sent(send, minter);
  await asAdministrator(world, freezeGroup, { group: 'billing' });
  expect(await send(minter)).toMatchObject({ ok: false, code: 'group_frozen' });
  await asAdministrator(world, unfreezeGroup, { group: 'billing' });
  expect(await send(minter)).toMatchObject({ ok: true });
});

it('a retry is refused once the membership it was for has ended', async () => {
  const send = request();
  await sent(send, minter);
  await asAdministrator(world, editMembers, { group: 'billing', remove: [fixture.service.id] });
  expect(await send(minter)).toMatchObject({ ok: false, code: 'invalid_input' });
  await asAdministrator(world, editMembers, {
    group: 'billing',
    add: [{ identity: fixture.service.id }],
  });
});

it('a retry does not show the secret of a token that was revoked', async () => {
  const send = request();
  const first = await sent(send, minter);
  await asAdministrator(world, revokeToken, { token: first.value.token.id });
  expect(await send(minter)).toMatchObject({ ok: false, code: 'token_ended' });
});

it('nor of one that has run out by itself', async () => {
  const send = request();
  const { id } = (await sent(send, minter)).value.token;
  await world.db
    .update(tokens)
    .set({ createdAt: sql`now() - interval '1 hour'`, expiresAt: sql`now()` })
    .where(eq(tokens.id, id));
  expect(await send(minter)).toMatchObject({ ok: false, code: 'token_ended' });
});

it('a retry after the server’s secret was changed is told so, not another secret', async () => {
  const input = { identity: fixture.service.id, group: 'billing', name: 'retried over a change' };
  const retry = (more: object = {}) => {
    const context = contextOf(world.db, minter, { idempotencyKey: 'over-a-change', ...more });
    return runCommand(createToken, context, input);
  };
  const first = await retry();
  expect(
    await retry({ serverSecret: 'another secret of at least thirty-two characters' }),
  ).toMatchObject({ ok: false, kind: 'conflict', code: 'idempotency_key_outdated' });
  expect(await retry()).toEqual(first);
});

it('a retry is refused once the right is gone', async () => {
  const send = request();
  await sent(send, minter);
  await asAdministrator(world, setGroupScopes, { group: 'minters', scopes: [] });
  expect(await send(minter)).toMatchObject({ ok: false });
  await asAdministrator(world, setGroupScopes, {
    group: 'minters',
    scopes: ['keyward/tokens:mint'],
  });
});

it('a key that was used for another request or operation is refused', async () => {
  const context = contextOf(world.db, minter, { idempotencyKey: 'used-up' });
  await runCommand(createGroup, context, { slug: 'used', name: 'Used' });
  for (const name of ['Used', 'Other']) {
    const slug = name === 'Used' ? 'used-too' : 'used';
    expect(await runCommand(createGroup, context, { slug, name })).toMatchObject({
      ok: false,
      code: 'idempotency_key_reused',
    });
  }
  const input = { identity: fixture.service.id, group: 'billing', name: 'x' };
  expect(await runCommand(createToken, context, input)).toMatchObject({
    ok: false,
    code: 'idempotency_key_reused',
  });
});

it('whatever reveals a secret says which states a retry must find', () => {
  const revealing = COMMANDS.filter((command) => command.reveal && command.http);
  expect(revealing.length).toBeGreaterThan(1);
  expect(revealing.filter((command) => !command.admit).map(({ operation }) => operation)).toEqual(
    [],
  );
});
