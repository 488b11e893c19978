import { expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { aDocument, anOperation } from '@/domain/openapi/testing/documents';
import { it, world } from '@/domain/testing/fixture';
import { contextOf } from '@/domain/testing/world';
import { createApi } from './create-api';
import { importDocument } from './import-document';
import { listOperations } from './list-operations';

const context = () => contextOf(world.db, world.administrator);
const apply = (api: string, document: unknown, options: object = {}) =>
  runCommand(importDocument, context(), {
    api,
    document: new TextEncoder().encode(JSON.stringify(document)),
    ...options,
  });
async function operationsOf(api: string) {
  const listed = await runQuery(listOperations, context(), { api });
  if (!listed.ok) throw new Error(listed.message);
  return Object.fromEntries(
    listed.value.items.map(({ name, pathTemplate, isPublic }) => [
      name,
      { pathTemplate, isPublic },
    ]),
  );
}
const get = (operationId: string, extra: object = {}) => ({
  get: anOperation({ operationId, ...extra }),
});
const create = (slug: string) => runCommand(createApi, context(), { slug, name: slug });

it('takes parameters of several segments from the extension, by name, and by path', async () => {
  await create('several');
  const path = { name: 'path', in: 'path', required: true, 'x-keyward-multi-segment': true };
  const document = aDocument({
    '/contents/{path}': get('contents', { parameters: [path] }),
    '/refs/{ref}': { ...get('ref'), parameters: [{ ...path, name: 'ref' }] },
    '/images/{name}/json': get('image'),
    '/volumes/{name}': get('volume'),
  });
  const image = '/images/{name...}/json';
  expect(
    await apply('several', document, { multiSegment: ['/images/{id...}/json'] }),
  ).toMatchObject({
    ok: true,
  });
  const found = await operationsOf('several');
  expect(found.contents?.pathTemplate).toBe('/contents/{path...}');
  expect(found.ref?.pathTemplate).toBe('/refs/{ref...}');
  expect(found.image?.pathTemplate).toBe(image);
  expect(found.volume?.pathTemplate).toBe('/volumes/{name}');
  // What an import said once holds for the next, and nothing has changed.
  expect(await apply('several', document)).toMatchObject({ value: { changed: [], unchanged: 4 } });
  expect(await apply('several', document, { multiSegment: ['name'] })).toMatchObject({
    value: { changed: [{ name: 'volume', pathTemplate: '/volumes/{name...}' }] },
  });
  expect(await apply('several', document, { multiSegment: ['nothing'] })).toMatchObject({
    ok: false,
    errors: [{ path: 'multiSegment' }],
  });
});

it('makes nothing public but what the document suggests and the import names', async () => {
  await create('open');
  const document = aDocument({
    '/health': get('health', { security: [] }),
    '/version': get('version', { security: [{}] }),
    '/users': get('users', { security: [{ key: [] }] }),
    '/other': get('other'),
  });
  expect(await apply('open', document)).toMatchObject({
    value: {
      suggestedPublic: ['health', 'version'],
      warnings: [{ code: 'public_suggested', message: expect.stringContaining('“version”') }],
    },
  });
  expect(Object.values(await operationsOf('open')).some(({ isPublic }) => isPublic)).toBe(false);
  expect(await apply('open', document, { public: ['users'] })).toMatchObject({
    ok: false,
    errors: [{ path: 'public' }],
  });
  await apply('open', document, { public: ['health'] });
  await apply('open', document);
  const found = await operationsOf('open');
  expect(found.health?.isPublic).toBe(true);
  expect(found.version?.isPublic).toBe(false);
  // Another request under the same name is another operation: it is closed.
  const unsaid = await apply('open', aDocument({ '/health': get('health') }));
  expect(unsaid).toMatchObject({ value: { warnings: [{ code: 'public_unconfirmed' }] } });
  const moved = aDocument({ '/admin': get('health', { security: [] }) });
  expect(await apply('open', moved)).toMatchObject({
    value: { alreadyPublic: [], warnings: [{ code: 'public_suggested' }] },
  });
  expect((await operationsOf('open')).health).toEqual({ pathTemplate: '/admin', isPublic: false });
});

it('tells which operations block each other, and leaves out foreign wildcards with their cure', async () => {
  await create('blocked');
  const document = aDocument({
    '/a': get('a'),
    '/a/': get('b'),
    '/files/{path+}': get('plus'),
    '/any/**': get('star'),
  });
  const result = await apply('blocked', document);
  if (!result.ok) throw new Error(result.message);
  const told = result.value.warnings.map(({ code, message }) => `${code}: ${message}`);
  expect(told.filter((line) => line.startsWith('operation_blocked'))).toHaveLength(2);
  expect(told.filter((line) => line.includes('{path...}'))).toHaveLength(2);
  expect(Object.keys(await operationsOf('blocked'))).toEqual(['a', 'b']);
});
