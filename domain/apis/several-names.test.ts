import { expect } from 'vitest';
import { whoCanCall } from '@/domain/access/who-can-call';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { aDocument, anOperation } from '@/domain/openapi/testing/documents';
import { createScope } from '@/domain/scopes/create-scope';
import { updateScope } from '@/domain/scopes/update-scope';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { createApi } from './create-api';
import { createOperation } from './create-operation';
import { importDocument } from './import-document';
import { listOperations } from './list-operations';

beforeAll(async () => {
  await asAdministrator(world, createApi, { slug: 'disks', name: 'Disks' });
  await importing(BOTH);
});

const put = (operationId: string) => ({ put: anOperation({ operationId }) });
const BOTH = { '/disks/{id}': put('changeDisk'), '/disks/{id}#lock': put('lockDisk') };

const context = () => contextOf(world.db, world.administrator);
const importing = (paths: object) =>
  asAdministrator(world, importDocument, {
    api: 'disks',
    document: new TextEncoder().encode(JSON.stringify(aDocument(paths))),
  });
const callersOf = async (operation: string) => {
  const result = await runQuery(whoCanCall, context(), { api: 'disks', operation });
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

it('an operation with several names is listed once, found by each of them', async () => {
  for (const q of ['changeDisk', 'lockDisk', undefined]) {
    const listed = await runQuery(listOperations, context(), { api: 'disks', q });
    expect(listed).toMatchObject({
      value: { total: 1, items: [{ name: 'changeDisk', aliases: ['lockDisk'] }] },
    });
  }
});

it('a scope made by any of its names holds the one operation, and is held by who can call each', async () => {
  const scope = await asAdministrator(world, createScope, {
    api: 'disks',
    name: 'disks:lock',
    operations: ['lockDisk', 'changeDisk'],
  });
  expect(scope.operations).toEqual(['changeDisk']);
  const same = { scope: scope.id, operations: ['lockDisk'] };
  expect((await asAdministrator(world, updateScope, same)).operations).toEqual(['changeDisk']);
  await asAdministrator(world, setGroupScopes, {
    group: 'billing',
    scopes: ['billing/invoices:read', 'disks/disks:lock'],
  });
  const callers = await callersOf('changeDisk');
  expect(callers.groups).toMatchObject([{ slug: 'billing', scopes: [{ name: 'disks:lock' }] }]);
  expect(await callersOf('lockDisk')).toEqual(callers);
  expect(callers.operation).toMatchObject({ name: 'changeDisk', aliases: ['lockDisk'] });
});

it('no operation can be typed in under another name of one that is there', async () => {
  const typed = { api: 'disks', name: 'lockDisk', method: 'GET', pathTemplate: '/locks' };
  expect(await runCommand(createOperation, context(), typed)).toMatchObject({
    ok: false,
    errors: [{ path: 'name' }],
  });
});

it('grants stay while another of its names becomes the first, and end with the last of them', async () => {
  const renamed = await importing({
    '/disks/{id}': put('setDisk'),
    '/disks/{id}#x': put('changeDisk'),
  });
  expect(renamed).toMatchObject({ added: [], removed: [], unchanged: 1 });
  expect(renamed.warnings.map(({ code }) => code)).toContain('operation_renamed');
  expect((await callersOf('setDisk')).groups).toHaveLength(1);
  const gone = await importing({ '/disks/{id}': put('another') });
  expect(gone).toMatchObject({ added: [{ name: 'another' }], removed: [{ name: 'setDisk' }] });
  expect((await callersOf('another')).groups).toEqual([]);
});

it('names may be given on within one import', async () => {
  await importing({ '/a': put('a'), '/a#n': put('x'), '/b': put('n2'), '/b#y': put('y') });
  const moved = await importing({ '/a': put('n2'), '/a#n': put('a'), '/b#y': put('y') });
  expect(moved.operations).toBe(2);
  const listed = await runQuery(listOperations, context(), { api: 'disks' });
  expect(listed).toMatchObject({ value: { items: [{ name: 'n2' }, { name: 'y' }] } });
});
