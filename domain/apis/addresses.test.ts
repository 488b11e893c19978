import { expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { it, world } from '@/domain/testing/fixture';
import { lastEvent } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { createApi } from './create-api';
import { createOperation } from './create-operation';
import { updateApi } from './update-api';
import { updateOperation } from './update-operation';

const context = () => contextOf(world.db, world.administrator);
const create = (input: object) => runCommand(createApi, context(), { name: 'New', ...input });
const update = (input: object) => runCommand(updateApi, context(), input);

it('takes one base path or several, and answers with both spellings', async () => {
  expect(await create({ slug: 'one', hosts: ['one.example'], basePath: '/v1/' })).toMatchObject({
    value: { basePath: '/v1', basePaths: ['/v1'], ignoresTrailingSlash: false },
  });
  const hosts = ['*.Many.example', 'my_api.example:8443'];
  expect(await create({ slug: 'many', hosts, basePaths: ['/v1', '/api/{version}'] })).toMatchObject(
    {
      value: {
        hosts: ['*.many.example', 'my_api.example:8443'],
        basePath: '/v1',
        basePaths: ['/v1', '/api/{version}'],
      },
    },
  );
  expect(await update({ api: 'many', basePath: '/v3' })).toMatchObject({
    value: { basePaths: ['/v3'] },
  });
  expect(await lastEvent(world)).toMatchObject({
    action: 'apis.update',
    before: { basePaths: ['/v1', '/api/{version}'] },
    after: { basePath: '/v3', basePaths: ['/v3'] },
  });
});

it.each([
  ['nested base paths', { basePaths: ['/v1', '/v1/x'] }],
  ['a variable around another base path', { basePaths: ['/{v}', '/v1/x'] }],
  ['half a variable', { basePath: '/v{n}' }],
  ['two that disagree', { basePath: '/a', basePaths: ['/b'] }],
  ['no base path', { basePaths: [] }],
  ['a wildcard within', { hosts: ['a.*.example'] }],
  ['a wildcard before an address', { hosts: ['*.192.0.2.1'] }],
  ['a wildcard alone', { hosts: ['*'] }],
])('refuses %s', async (_what, input) => {
  expect(await create({ slug: 'bad', ...input })).toMatchObject({ ok: false, kind: 'invalid' });
});

it('refuses a place that another API may have as well', async () => {
  await create({ slug: 'first', hosts: ['taken.example'], basePaths: ['/a', '/x/{version}'] });
  const taken = { ok: false, errors: [{ path: 'hosts' }] };
  const hosts = ['taken.example'];
  expect(await create({ slug: 'second', hosts, basePath: '/{any}' })).toMatchObject(taken);
  expect(await create({ slug: 'second', hosts, basePath: '/x/v1' })).toMatchObject(taken);
  expect(await create({ slug: 'second', hosts, basePath: '/c' })).toMatchObject({ ok: true });
});

it('lets a trailing slash make no difference, unless templates say that it does', async () => {
  await create({ slug: 'slashes' });
  const add = (name: string, pathTemplate: string) =>
    runCommand(createOperation, context(), { api: 'slashes', name, method: 'GET', pathTemplate });
  await add('a', '/a/{x}');
  expect(await update({ api: 'slashes', ignoresTrailingSlash: true })).toMatchObject({
    value: { ignoresTrailingSlash: true },
  });
  await update({ api: 'slashes', ignoresTrailingSlash: false });
  expect(await add('b', '/a/{y}/')).toMatchObject({
    value: { warnings: [expect.stringContaining('a'), expect.stringContaining('b')] },
  });
  expect(await update({ api: 'slashes', ignoresTrailingSlash: true })).toMatchObject({
    ok: false,
    errors: [{ path: 'ignoresTrailingSlash' }],
  });
});

it('opens an operation to everybody and closes it again, with their events', async () => {
  const open = (operation: string, isPublic: boolean, api = 'billing') =>
    runCommand(updateOperation, context(), { api, operation, isPublic });
  expect(await open('listInvoices', true)).toMatchObject({ value: { isPublic: true } });
  expect(await lastEvent(world)).toMatchObject({
    action: 'operations.update',
    before: { operation: 'listInvoices', isPublic: false },
    after: { operation: 'listInvoices', isPublic: true },
  });
  expect(await open('listInvoices', false)).toMatchObject({ value: { isPublic: false } });
  expect(await open('nothing', true)).toMatchObject({ ok: false, errors: [{ path: 'operation' }] });
  expect(await open('tokens.revoke', true, 'keyward')).toMatchObject({ code: 'built_in' });
});
