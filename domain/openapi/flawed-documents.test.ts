import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { aDocument, anOperation, read, refusal } from './testing/documents';

const OK = { 200: { description: 'Fine' } };
const v3 = (paths: object, extra: object = {}) => aDocument(paths, { openapi: '3.0.3', ...extra });
const v2 = (paths: object, extra: object = {}) => ({
  swagger: '2.0',
  info: { title: 'Invoices', version: '1' },
  paths,
  ...extra,
});
const list = (extra: object = {}) => ({ '/list': { get: anOperation(extra) } });

/** Each kind of flaw that leaves method, path and name alone: all is read, the flaw has a place. */
const FLAWS: readonly (readonly [string, object, code: string, place: string])[] = [
  [
    'a response without a description',
    v3({ '/list': { get: { responses: { 200: {} } } } }),
    'schema_broken',
    '/paths/~1list/get/responses/200',
  ],
  ['no responses', v3({ '/list': { get: {} } }), 'schema_broken', '/paths/~1list/get'],
  [
    'a type that 2.0 has not',
    v2(list({ parameters: [{ name: 'filter', in: 'query', type: 'object' }] })),
    'schema_broken',
    '/paths/~1list/get/parameters/0/type',
  ],
  [
    'a parameter in no place there is',
    v3(list({ parameters: [{ name: 'filter', in: 'nowhere', schema: {} }] })),
    'schema_broken',
    '/paths/~1list/get/parameters/0/in',
  ],
  [
    'a reference where a text belongs',
    v3(list(), { tags: [{ name: 'Start', description: { $ref: 'texts.yml#/start' } }] }),
    'schema_broken',
    '/tags/0/description',
  ],
  [
    'an unknown field',
    v3({ '/list': { ...list()['/list'], remark: 'hi' } }),
    'schema_broken',
    '/paths/~1list',
  ],
  [
    'a field of a later version',
    v3(list(), { info: { title: 'T', version: '1', license: { name: 'MIT', identifier: 'MIT' } } }),
    'schema_broken',
    '/info/license',
  ],
  [
    'null for an optional list',
    v3(list({ tags: null })),
    'schema_broken',
    '/paths/~1list/get/tags',
  ],
  [
    'null for an optional text',
    v3(list(), { info: { title: 'T', version: '1', description: null } }),
    'schema_broken',
    '/info/description',
  ],
  ['null for a summary', v3(list({ summary: null })), 'schema_broken', '/paths/~1list/get/summary'],
  ['no version', v3(list(), { info: { title: 'T' } }), 'schema_broken', '/info'],
  ['no info', v3(list(), { info: undefined }), 'schema_broken', ''],
  [
    'a broken schema among the components',
    v3(list(), { components: { schemas: { A: { type: 7 } } } }),
    'schema_broken',
    '/components/schemas/A/type',
  ],
  [
    'a broken definition of 2.0',
    v2(list(), { definitions: { A: { type: 'object', required: 'x' } } }),
    'schema_broken',
    '/definitions/A/required',
  ],
  [
    'control characters in a summary',
    v3(list({ summary: 'ring\u0007 the bell' })),
    'text_changed',
    '/paths/~1list/get/summary',
  ],
  [
    'a tag that is not in a list',
    v3(list({ tags: 'one' })),
    'schema_broken',
    '/paths/~1list/get/tags',
  ],
];

describe('a document with a flaw', () => {
  it.each(FLAWS)('%s is read, and the flaw named with its place', async (_, value, code, place) => {
    for (const source of [JSON.stringify(value), dump(JSON.parse(JSON.stringify(value)))]) {
      const { operations, flaws } = await read(source);
      expect(operations).toMatchObject([{ method: 'GET', pathTemplate: '/list' }]);
      expect(flaws.listed).toContainEqual(expect.objectContaining({ code, place }));
      expect(flaws.listed.every(({ message }) => message.length > 10)).toBe(true);
    }
  });

  it('tells the flaw of a choice once, not what each of its branches misses', async () => {
    const parameters = [{ name: 'filter', in: 'query', type: 'object' }];
    const { flaws } = await read(v2(list({ parameters })));
    expect(flaws.listed).toHaveLength(1);
  });

  it('tells all flaws of all operations at once, the most important first', async () => {
    const { operations, flaws } = await read(
      v3({
        '/a': { get: { responses: { 200: {} }, summary: 7 } },
        '/b': { get: { operationId: '', responses: OK, note: 1 }, put: { responses: 7 } },
        '/c/{x}/{x}': { get: anOperation() },
        '/d;e': { get: anOperation() },
      }),
    );
    expect(operations).toHaveLength(4);
    expect(flaws.listed.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'operation_left_out /paths/~1c~1{x}~1{x}',
      'path_unreachable /paths/~1d;e',
      'operation_id_derived /paths/~1b/get/operationId',
      'schema_broken /paths/~1a/get/summary',
      'schema_broken /paths/~1a/get/responses/200',
      'schema_broken /paths/~1b/get',
      'schema_broken /paths/~1b/put/responses',
    ]);
  });
});

describe('YAML that strict readers refuse', () => {
  const head = 'openapi: 3.0.3\ninfo: { title: T, version: "1" }\n';
  it.each([
    ['a list closed at the indentation of its key', 'tags: [\n        "x",\n        "y"\n      ]'],
    ['a list closed before that', 'tags: [\n  "x"\n]'],
    ['a map closed at the indentation of its key', 'externalDocs: {\n        url: "/"\n      }'],
    ['lines of a list that go back', 'tags: [ x,\n  y ]'],
    ['a quoted text whose second line goes back', 'summary: "one\ntwo"'],
    ['the same in single quotes', "summary: 'one\n two'"],
  ])('is read with %s, with a warning of the line', async (_, lines) => {
    const yaml = `${head}paths:\n  /list:\n    get:\n      operationId: list\n      ${lines}\n      responses: { 200: { description: ok } }\n`;
    const { operations, flaws } = await read(yaml);
    expect(operations).toMatchObject([{ operationId: 'list', pathTemplate: '/list' }]);
    expect(flaws.listed).toMatchObject([
      { code: 'yaml_lenient', place: expect.stringMatching(/^\d+:\d+$/) },
    ]);
  });

  it('is read with tags of others, whose text or list is taken for what it is', async () => {
    const yaml = `${head}x-url: !Sub https://x\nx-all: !Join [a, !Ref b]\npaths: { /list: { get: { operationId: list } } }\n`;
    const { operations, flaws } = await read(yaml);
    expect(operations).toMatchObject([{ operationId: 'list' }]);
    expect(flaws.listed[0]).toMatchObject({ code: 'yaml_lenient', place: '3:8' });
    const included = await refusal(`${head}paths: !include paths.yaml\n`);
    expect(included.errors).toMatchObject([{ path: '/paths' }]);
  });

  it('keeps the text that goes on in the first column', async () => {
    const { operations } = await read(
      `${head}paths:\n  /list:\n    get:\n      summary: "one\ntwo"\n      responses: { 200: { description: ok } }\n`,
    );
    expect(operations[0]?.summary).toBe('one two');
  });
});

describe('what looks like JSON and is none', () => {
  it('is read as YAML, with a warning, since a comment becomes a part of a name there', async () => {
    const text =
      '{"openapi": "3.1.0", "paths": {"/a": {"get": {}},\n /* old */ "/b": {"get": {}}},}';
    const { operations, flaws } = await read(text);
    expect(operations.map(({ pathTemplate }) => pathTemplate)).toEqual(['/a']);
    expect(flaws.listed).toMatchObject([
      { code: 'operation_left_out', place: '/paths/~1* old *~1 "~1b"' },
      { code: 'yaml_lenient', place: '2:2' },
      { code: 'schema_broken', place: '' },
    ]);
  });
});
