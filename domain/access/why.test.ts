import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { apis, operations } from '@/db/schema/apis';
import { memberships } from '@/db/schema/groups';
import { createApi } from '@/domain/apis/create-api';
import { createOperation } from '@/domain/apis/create-operation';
import type { Actor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { updateGroup } from '@/domain/groups/update-group';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { rolledBack } from '@/domain/testing/rolled-back';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { whyAccess } from './why';

beforeAll(async () => {
  await asAdministrator(world, createGroup, { slug: 'archive', name: 'Archive' });
  await asAdministrator(world, createScope, {
    ...{ api: 'billing', name: 'invoices:all', operations: ['listInvoices', 'deleteInvoice'] },
  });
  await asAdministrator(world, setGroupScopes, {
    ...{ group: 'archive', scopes: ['billing/invoices:all'] },
  });
});

const asking = (input: object, actor: Actor = world.administrator, db = world.db) =>
  runQuery(whyAccess, contextOf(db, actor), { operation: 'listInvoices', ...input });

async function why(input: object, actor?: Actor, db?: typeof world.db) {
  const result = await asking(input, actor, db);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

it('a token is explained link by link: scope, group, membership, source, and who granted each', async () => {
  expect(await why({ token: fixture.memberToken.token.id })).toMatchObject({
    subject: { type: 'token', name: 'member' },
    operation: { api: { slug: 'billing' }, name: 'listInvoices' },
    ...{ allowed: true, code: 'allowed', isPartial: false, heldBy: [] },
    chains: [
      {
        group: { slug: 'billing', state: 'active' },
        scopes: [{ name: 'invoices:read', grantedBy: 'Ada', inToken: true }],
        membership: { role: 'member', source: { type: 'manual' }, addedBy: 'Ada', ended: false },
        identity: { name: 'Max' },
        token: { name: 'member', status: 'active' },
        closed: [],
      },
    ],
  });
});

it('what no group of theirs holds is refused, and the groups that hold it are named', async () => {
  const asked = { operation: 'DELETE /invoices/{id}' };
  expect(await why({ ...asked, token: fixture.memberToken.token.id })).toMatchObject({
    ...{ allowed: false, code: 'operation_not_granted', heldBy: [{ slug: 'archive' }] },
    chains: [{ closed: [{ link: 'scope', message: 'No scope of Billing holds deleteInvoice.' }] }],
  });
  expect(await why({ ...asked, identity: 'max@example.com' })).toMatchObject({
    ...{ allowed: false, code: 'operation_not_granted', chains: [] },
    heldBy: [{ slug: 'archive' }],
  });
});

it('names every closed link, first what a decision would name', async () => {
  await rolledBack(world, async (db) => {
    const token = fixture.memberToken.token.id;
    await done(db, world.administrator, updateGroup, {
      ...{ group: 'billing', policy: { allowedCidrs: ['10.0.0.0/8'] } },
    });
    await done(db, world.administrator, freezeGroup, { group: 'billing' });
    await done(db, world.administrator, suspendIdentity, { identity: fixture.member.id });
    const { code, chains } = await why({ token, ip: '192.0.2.1' }, undefined, db);
    expect(code).toBe('identity_suspended');
    expect(chains[0]?.closed.map(({ link }) => link)).toEqual(['identity', 'group', 'address']);
    expect(chains[0]?.closed.at(-1)?.message).toBe(
      '192.0.2.1 is not among the addresses of Billing: 10.0.0.0/8.',
    );
    expect(chains[0]?.addresses).toEqual([{ of: 'Billing', cidrs: ['10.0.0.0/8'] }]);
    // Without an address, addresses are told and don't count.
    const unplaced = await why({ token }, undefined, db);
    expect(unplaced.chains[0]?.closed.map(({ link }) => link)).toEqual(['identity', 'group']);
  });
});

it('a revoked token says who revoked it, when and why; a restricted one what it is cut down to', async () => {
  await rolledBack(world, async (db) => {
    const token = fixture.memberToken.token.id;
    await done(db, world.administrator, revokeToken, { token, reason: 'pasted in a chat' });
    const { chains } = await why({ token }, undefined, db);
    expect(chains[0]?.closed[0]).toMatchObject({
      ...{ code: 'token_revoked', message: 'The token was revoked by Ada: pasted in a chat' },
      at: expect.any(String),
    });
    await done(db, world.administrator, setGroupScopes, {
      ...{ group: 'billing', scopes: ['billing/invoices:read', 'billing/invoices:all'] },
    });
    const restricted = await done(db, world.administrator, createToken, {
      ...{ identity: fixture.service.id, group: 'billing', name: 'cut' },
      scopes: ['billing/invoices:read'],
    });
    const asked = { token: restricted.token.id, operation: 'deleteInvoice' };
    expect(await why(asked, undefined, db)).toMatchObject({
      code: 'operation_not_in_token',
      chains: [
        {
          scopes: [{ name: 'invoices:all', inToken: false }],
          closed: [{ message: 'The token is cut down to other scopes: invoices:read.' }],
        },
      ],
    });
  });
});

it('a token that ended with a membership says so, also when the membership has begun again', async () => {
  await rolledBack(world, async (db) => {
    const token = fixture.memberToken.token.id;
    const identity = fixture.member.id;
    await done(db, world.administrator, editMembers, { group: 'billing', remove: [identity] });
    await done(db, world.administrator, editMembers, { group: 'billing', add: [{ identity }] });
    const { code, chains } = await why({ token }, undefined, db);
    expect(code).toBe('membership_ended');
    expect(chains[0]?.closed).toMatchObject([
      { link: 'token', message: 'The token ended with a membership that was ended by Ada.' },
    ]);
  });
});

it('an ended membership is told with its end, beside the ways that are open', async () => {
  await rolledBack(world, async (db) => {
    await done(db, world.administrator, editMembers, {
      ...{ group: 'archive', add: [{ identity: fixture.member.id }] },
    });
    const ended = sql`now() - interval '1 hour'`;
    await db
      .update(memberships)
      .set({ expiresAt: ended, createdAt: sql`now() - interval '2 hours'` })
      .where(
        sql`${memberships.identityId} = ${fixture.member.id} and ${memberships.groupId} <> ${fixture.group.id}`,
      );
    const answer = await why({ identity: fixture.member.id }, undefined, db);
    expect(answer.chains.map(({ group, code }) => [group.slug, code])).toEqual([
      ['billing', 'allowed'],
      ['archive', 'membership_ended'],
    ]);
    expect(answer.chains[1]?.closed[0]?.at).toBe(answer.chains[1]?.membership?.expiresAt);
  });
});

it('a group is explained without anybody in it, to its members too', async () => {
  const member = await signedIn(world.db, fixture.member.id);
  expect(await why({ group: 'billing' }, member)).toMatchObject({
    ...{ allowed: true, chains: [{ membership: null, identity: null, token: null }] },
  });
  await asAdministrator(world, freezeGroup, { group: 'billing' });
  expect(await why({ group: 'billing' }, member)).toMatchObject({ code: 'group_frozen' });
  await asAdministrator(world, unfreezeGroup, { group: 'billing' });
  expect(await asking({ group: 'archive' }, member)).toMatchObject({ kind: 'not_found' });
});

it('a lead sees the ways of their own group, and that there may be others', async () => {
  await rolledBack(world, async (db) => {
    await done(db, world.administrator, editMembers, {
      ...{ group: 'archive', add: [{ identity: fixture.member.id }] },
    });
    const lead = await signedIn(db, fixture.lead.id);
    const answer = await why({ identity: fixture.member.id }, lead, db);
    expect(answer.chains.map(({ group }) => group.slug)).toEqual(['billing']);
    expect(answer.isPartial).toBe(true);
    const refused = await why(
      { identity: fixture.member.id, operation: 'deleteInvoice' },
      lead,
      db,
    );
    expect(refused).toMatchObject({ allowed: false, isPartial: true, heldBy: [] });
  });
});

it('operations of APIs out of reach read as none, and strangers find nobody', async () => {
  await asAdministrator(world, createApi, { slug: 'secret', name: 'Secret' });
  await asAdministrator(world, createOperation, { api: 'secret', name: 'hide' });
  const member = await signedIn(world.db, fixture.member.id);
  const own = { identity: fixture.member.id };
  const known = await asking({ ...own, operation: 'hide' }, member);
  expect(known).toMatchObject({ code: 'invalid_input', errors: [{ path: 'operation' }] });
  expect(await asking({ ...own, operation: 'hide', api: 'secret' }, member)).toMatchObject({
    errors: [{ path: 'operation' }],
  });
  const outsider = await signedIn(world.db, fixture.outsider.id);
  expect(await asking(own, outsider)).toMatchObject({ kind: 'not_found' });
});

it('an operation that many APIs have is found in the one within reach, wherever that stands', async () => {
  await rolledBack(world, async (db) => {
    const others = Array.from({ length: 30 }, (_, at) => ({ id: newId('api'), slug: `a-${at}` }));
    await db.insert(apis).values(others.map((api) => ({ ...api, name: api.slug })));
    const health = { name: 'health', method: 'GET', pathTemplate: '/health', source: 'manual' };
    await db.insert(operations).values(
      [fixture.api, ...others].map(({ id }) => ({
        id: newId('operation'),
        apiId: id,
        ...health,
      })),
    );
    const member = await signedIn(db, fixture.member.id);
    const asked = { identity: fixture.member.id, operation: 'GET /health' };
    expect(await why(asked, member, db)).toMatchObject({ operation: { api: { slug: 'billing' } } });
    expect(await asking(asked, undefined, db)).toMatchObject({ errors: [{ path: 'api' }] });
  });
});

it.each([[{}], [{ token: 'tok_x', group: 'billing' }]])(
  'asks about exactly one subject: %j is refused',
  async (input) => {
    expect(await asking(input)).toMatchObject({ code: 'invalid_input' });
  },
);
