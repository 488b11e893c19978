import { expect } from 'vitest';
import { createApi } from '@/domain/apis/create-api';
import { createOperation } from '@/domain/apis/create-operation';
import { freezeApi } from '@/domain/apis/freeze-api';
import { unfreezeApi } from '@/domain/apis/unfreeze-api';
import type { Actor } from '@/domain/base/actor';
import { runQuery } from '@/domain/commands/run-query';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { bearer, contextOf, done, mintOwn, signedIn } from '@/domain/testing/world';
import { delegateOwnToken } from '@/domain/tokens/delegate-token';
import { listTokens } from '@/domain/tokens/list-tokens';
import { whoCanCall } from './who-can-call';

beforeAll(async () => {
  await asAdministrator(world, createApi, { slug: 'crm', name: 'CRM', basePath: '/crm' });
  for (const name of ['listPeople', 'deleteInvoice']) {
    await asAdministrator(world, createOperation, {
      ...{ api: 'crm', name, method: 'GET', pathTemplate: `/${name}/{id}` },
    });
  }
  const people = { api: 'crm', name: 'people', operations: ['listPeople'] };
  await asAdministrator(world, createScope, people);
  await asAdministrator(world, setGroupScopes, {
    group: 'billing',
    scopes: ['billing/invoices:read', 'crm/people'],
  });
});

const asking = (input: object, actor: Actor = world.administrator) =>
  runQuery(whoCanCall, contextOf(world.db, actor), input);

async function callers(input: object) {
  const result = await asking(input);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

it('names groups, scopes, members and tokens, with who granted each', async () => {
  const answer = await callers({ api: 'billing', operation: 'listInvoices' });
  expect(answer).toMatchObject({
    operation: { api: { slug: 'billing' }, name: 'listInvoices', isPublic: false },
    ...{ personCount: 3, serviceCount: 1, tokenCount: 3, total: 4 },
    groups: [{ slug: 'billing', scopes: [{ name: 'invoices:read', grantedBy: 'Ada' }] }],
  });
  expect(answer.items.map(({ identity }) => identity.name)).toEqual([
    'Cora',
    'Lea',
    'mailer',
    'Max',
  ]);
  expect(answer.items.find(({ identity }) => identity.name === 'Max')).toMatchObject({
    group: { slug: 'billing' },
    membership: { role: 'member', source: { type: 'manual' }, addedBy: 'Ada', expiresAt: null },
    tokens: [{ name: 'member', last4: expect.stringMatching(/^\w{4}$/), status: 'active' }],
    tokenCount: 1,
  });
});

it.each([
  ['a name that one API has', { operation: 'listInvoices' }, 'listInvoices'],
  ['a request', { operation: 'DELETE /invoices/7', api: 'billing' }, 'deleteInvoice'],
  ['a request in any API', { operation: 'delete /invoices/{id}' }, 'deleteInvoice'],
  ['a request with the base path', { operation: 'GET /crm/listPeople/9' }, 'listPeople'],
])('finds an operation by %s', async (_, input, name) => {
  expect((await callers(input)).operation.name).toBe(name);
});

it('asks which API is meant where several have the operation, and refuses what none has', async () => {
  expect(await asking({ operation: 'deleteInvoice' })).toMatchObject({
    errors: [{ path: 'api', message: expect.stringContaining('billing, crm') }],
  });
  for (const operation of ['nothing', 'PUT /invoices', 'GET nowhere']) {
    expect(await asking({ operation })).toMatchObject({ errors: [{ path: 'operation' }] });
  }
});

it('tells nobody without the right whether an operation exists', async () => {
  const member = await signedIn(world.db, fixture.member.id);
  const [known, unknown] = [
    await asking({ operation: 'listInvoices' }, member),
    await asking({ operation: 'nothing' }, member),
  ];
  expect(known).toMatchObject({ code: 'not_granted' });
  expect(unknown).toEqual(known);
});

it('pages, searches and filters callers', async () => {
  const about = { api: 'billing', operation: 'listInvoices' };
  const first = await callers({ ...about, limit: 3 });
  const rest = await callers({ ...about, limit: 3, cursor: first.nextCursor });
  expect([first, rest].map(({ items }) => items.length)).toEqual([3, 1]);
  expect(rest.nextCursor).toBeNull();
  const ids = [...first.items, ...rest.items].map(({ identity }) => identity.id);
  expect(new Set(ids).size).toBe(4);
  expect((await callers({ ...about, q: 'max@' })).items).toHaveLength(1);
  expect(await callers({ ...about, type: 'service' })).toMatchObject({ total: 1, tokenCount: 3 });
  expect((await callers({ ...about, group: 'nowhere' })).items).toEqual([]);
});

it('a frozen group is named, and opens nothing; an ended membership is not counted', async () => {
  const about = { api: 'billing', operation: 'listInvoices' };
  await asAdministrator(world, freezeGroup, { group: 'billing' });
  expect(await callers(about)).toMatchObject({
    groups: [{ state: 'frozen', tokenCount: 0, personCount: 0 }],
    items: [],
  });
  await asAdministrator(world, unfreezeGroup, { group: 'billing' });
  await asAdministrator(world, editMembers, { group: 'billing', remove: [fixture.lead.id] });
  expect((await callers(about)).items).toHaveLength(3);
});

it('a frozen API is said to be, beside who could call it otherwise', async () => {
  const about = { api: 'billing', operation: 'listInvoices' };
  const { isApiFrozen, tokenCount } = await callers(about);
  expect(isApiFrozen).toBe(false);
  await asAdministrator(world, freezeApi, { api: 'billing', reason: 'It leaks.' });
  expect(await callers(about)).toMatchObject({ isApiFrozen: true, tokenCount });
  await asAdministrator(world, unfreezeApi, { api: 'billing' });
});

it('a child is cut down to its API and by all that is above it, in lists of holders too', async () => {
  const own = await mintOwn(world.db, fixture.member.id, { group: 'billing', name: 'own' });
  const holder = await bearer(world.db, own.secret);
  const child = await done(world.db, holder, delegateOwnToken, { actsAs: 'agent', api: 'crm' });
  const holding = async (scope: string) => {
    const listed = await runQuery(listTokens, contextOf(world.db, world.administrator), { scope });
    return listed.ok ? listed.value.items.map(({ id }) => id) : [];
  };
  const calling = async (api: string, operation: string) =>
    (await callers({ api, operation })).items.flatMap(({ tokens }) => tokens.map(({ id }) => id));
  expect(await calling('crm', 'listPeople')).toContain(child.token.id);
  expect(await calling('billing', 'listInvoices')).not.toContain(child.token.id);
  expect(await holding('crm/people')).toContain(child.token.id);
  expect(await holding('billing/invoices:read')).not.toContain(child.token.id);
  expect(await holding('billing/invoices:read')).toContain(own.token.id);
});
