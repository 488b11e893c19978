import { describe, expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { aDocument, anOperation } from '@/domain/openapi/testing/documents';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { createApi } from './create-api';
import { importDocument } from './import-document';
import { listOperations } from './list-operations';
import { previewImport } from './preview-import';

beforeAll(async () => {
  await asAdministrator(world, createApi, { slug: 'rooms', name: 'Rooms', basePath: '/v1' });
});

const bytes = (document: unknown) =>
  new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document));
const input = (api: string, document: unknown, keep: string[] = []) => ({
  api,
  document: bytes(document),
  keep,
});
const preview = (...args: Parameters<typeof input>) =>
  runQuery(previewImport, contextOf(world.db, world.administrator), input(...args));
const apply = (...args: Parameters<typeof input>) =>
  runCommand(importDocument, contextOf(world.db, world.administrator), input(...args));
const namesOf = async (api: string) => {
  const context = contextOf(world.db, world.administrator);
  const listed = await runQuery(listOperations, context, { api, limit: 200 });
  if (!listed.ok) throw new Error(listed.message);
  return listed.value.items.map(({ name }) => name);
};

const get = (operationId: string) => ({ get: anOperation({ operationId }) });
const CLASH = { '/rooms/{id}': get('byId'), '/rooms/{name}': get('byName'), '/free': get('free') };

describe('an import and its preview', () => {
  it.each([
    ['a name typed in by hand', 'billing', aDocument({ '/other': get('listInvoices') }), []],
    ['a route typed in by hand', 'billing', aDocument({ '/invoices': get('another') }), []],
    [
      'another name of one typed in by hand',
      'billing',
      aDocument({ '/x': get('x'), '/x#y': get('listInvoices') }),
      [],
    ],
    ['the built-in API', 'keyward', aDocument({}), []],
    ['no document', 'rooms', 'Dear importer', []],
    ['nothing that can be imported', 'rooms', aDocument({ '/a/{x': get('a') }), []],
    ['a choice that nobody offers', 'rooms', aDocument(CLASH), ['byColour']],
    ['two choices of one clash', 'rooms', aDocument(CLASH), ['byId', 'byName']],
    ['other files', 'rooms', aDocument({ '/a': { $ref: 'a.yaml' } }), []],
  ])('refuse the same with the same words: %s', async (_what, api, document, keep) => {
    const before = await lastEvent(world);
    const previewed = await preview(api, document, keep);
    expect(previewed).toMatchObject({ ok: false });
    expect(await apply(api, document, keep)).toEqual(previewed);
    expect((await lastEvent(world)).seq).toBe(before.seq);
  });

  it('name all that is typed in by hand, at once', async () => {
    const document = aDocument({ '/invoices': get('another'), '/b': get('deleteInvoice') });
    const errors = [{ path: 'document' }, { path: 'document' }];
    expect(await apply('billing', document)).toMatchObject({ kind: 'conflict', errors });
  });

  it('say before and after what was passed over, the most important first', async () => {
    const document = aDocument(
      { ...CLASH, '/x/{a}/{a}': get('x'), '/y': { get: { operationId: 'y', responses: 7 } } },
      { servers: [{ url: 'https://rooms.example.com/v2' }] },
    );
    const previewed = await preview('rooms', document);
    if (!previewed.ok) throw new Error(previewed.message);
    expect(previewed.value.warnings.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'equivalent_paths /paths/~1rooms~1{id}/get',
      'operation_left_out /paths/~1x~1{a}~1{a}',
      'base_path_differs /servers',
      'schema_broken /paths/~1y/get/responses',
    ]);
    const applied = await apply('rooms', document);
    expect(applied).toMatchObject({ ok: true, value: previewed.value });
    expect(await namesOf('rooms')).toEqual(['free', 'y']);
    expect(await lastEvent(world)).toMatchObject({
      action: 'apis.import',
      after: { operations: 2, kept: [], warnings: 4 },
    });
  });
});

describe('a document without operations', () => {
  const misread = [
    ['has no paths', { openapi: '3.1.0', info: { title: 'T', version: '1' } }],
    ['has paths that are nothing', 'openapi: 3.1.0\npaths:\n'],
    ['has a comment before its paths', '{"openapi": "3.1.0", /* ours */ "paths": {"/a": {}}}'],
    ['has paths without methods', aDocument({ '/a': { parameters: [] } })],
  ] as const;

  it.each(misread)('takes nothing away where it %s', async (_what, document) => {
    await apply('rooms', aDocument({ '/free': get('free') }));
    const previewed = await preview('rooms', document);
    expect(previewed).toMatchObject({ ok: false, code: 'document_without_operations' });
    expect(await apply('rooms', document)).toEqual(previewed);
    expect(await namesOf('rooms')).toEqual(['free']);
  });

  it('takes all away where it says so', async () => {
    await apply('rooms', aDocument({ '/free': get('free') }));
    expect(await apply('rooms', aDocument({}))).toMatchObject({ value: { operations: 0 } });
    expect(await apply('rooms', misread[0][1])).toMatchObject({ value: { operations: 0 } });
  });
});

describe('equivalent paths', () => {
  it('wait for a choice, which names one or says where it stands', async () => {
    const document = aDocument(CLASH);
    expect(await preview('rooms', document)).toMatchObject({
      value: {
        operations: 1,
        clashes: [
          {
            method: 'GET',
            kept: null,
            candidates: [
              { name: 'byId', pathTemplate: '/rooms/{id}' },
              { name: 'byName', pathTemplate: '/rooms/{name}' },
            ],
          },
        ],
      },
    });
    for (const keep of ['byName', 'GET /rooms/{id}=byName', 'GET /rooms/{name}=byName']) {
      const chosen = await preview('rooms', document, [keep]);
      expect(chosen).toMatchObject({ value: { operations: 2, clashes: [{ kept: 'byName' }] } });
    }
  });

  it('keep what was chosen before, until another choice is made', async () => {
    const document = aDocument(CLASH);
    expect(await apply('rooms', document, ['byName'])).toMatchObject({ ok: true });
    expect(await namesOf('rooms')).toEqual(['byName', 'free']);
    const again = await apply('rooms', document);
    expect(again).toMatchObject({ ok: true, value: { unchanged: 2, added: [], removed: [] } });
    expect(again).toMatchObject({ value: { warnings: [{ code: 'equivalent_path_dropped' }] } });
    expect(await apply('rooms', document, ['byId'])).toMatchObject({
      ok: true,
      value: { added: [{ name: 'byId' }], removed: [{ name: 'byName' }] },
    });
    expect(await namesOf('rooms')).toEqual(['byId', 'free']);
  });
});

it('a base path that the paths repeat is told', async () => {
  const result = await preview('rooms', aDocument({ '/v1/a': get('a'), '/v1': get('b') }));
  expect(result).toMatchObject({ value: { warnings: [{ code: 'base_path_repeated' }] } });
});

it('servers are suggested with their variables', async () => {
  const variables = { release: { default: 'v1', enum: ['v1', 'v2'] } };
  const url = 'https://rooms.example.com/{release}';
  const result = await preview('rooms', aDocument(CLASH, { servers: [{ url, variables }] }));
  expect(result).toMatchObject({
    value: {
      servers: [
        {
          url,
          hosts: ['rooms.example.com'],
          basePaths: ['/v1', '/v2'],
          variables: [{ name: 'release', default: 'v1', values: ['v1', 'v2'] }],
        },
      ],
      document: { hosts: ['rooms.example.com'], basePath: '/v1' },
    },
  });
});
