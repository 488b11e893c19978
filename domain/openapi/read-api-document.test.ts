import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { aDocument, anOperation, read, refusal } from './testing/documents';

const paths = {
  '/invoices': {
    parameters: [],
    get: anOperation({
      operationId: 'listInvoices',
      summary: 'List\n  invoices',
      tags: ['invoices', 'read'],
    }),
  },
  '/invoices/{id}': { delete: anOperation({ operationId: 'deleteInvoice', deprecated: true }) },
};

const EXPECTED = [
  {
    operationId: 'listInvoices',
    derived: false,
    method: 'GET',
    pathTemplate: '/invoices',
    summary: 'List invoices',
    tags: ['invoices', 'read'],
    deprecated: false,
    aliases: [],
  },
  {
    operationId: 'deleteInvoice',
    derived: false,
    method: 'DELETE',
    pathTemplate: '/invoices/{id}',
    summary: '',
    tags: [],
    deprecated: true,
    aliases: [],
  },
];

const info = { title: 'Invoices', version: '1' };
const documents = [
  ['2.0', { swagger: '2.0', info, paths }],
  ['3.0', { openapi: '3.0.4', info, paths }],
  ['3.1', { openapi: '3.1.1', info, paths }],
  ['3.2', { openapi: '3.2.0', info, paths }],
] as const;

describe('reading an API document', () => {
  it.each(documents)(
    'reads specification %s, as JSON and as YAML',
    async (specification, value) => {
      for (const source of [JSON.stringify(value), dump(value), Buffer.from(dump(value))]) {
        expect(await read(source)).toEqual({
          specification,
          title: 'Invoices',
          version: '1',
          servers: [],
          operations: EXPECTED,
          clashes: [],
          saysNoPaths: false,
          flaws: { listed: [], more: 0 },
        });
      }
    },
  );

  it('reads every method of a path item', async () => {
    const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
    const item = Object.fromEntries(methods.map((method) => [method, anOperation()]));
    const { operations } = await read(aDocument({ '/a': item }));
    expect(operations.map(({ method }) => method)).toEqual(
      methods.map((method) => method.toUpperCase()),
    );
  });

  it('takes YAML merge keys, anchors and numeric response codes', async () => {
    const { operations } = await read(`
openapi: 3.0.3
info: { title: Merge, version: "1" }
x-common: &common
  responses: { 200: { description: ok } }
  tags: [shared]
paths:
  /a: { get: { <<: *common, operationId: a } }
  /b: { get: { <<: *common, operationId: b } }
`);
    expect(operations.map(({ operationId, tags }) => [operationId, tags])).toEqual([
      ['a', ['shared']],
      ['b', ['shared']],
    ]);
  });

  it('accepts any schema object in 3.1, which the specification leaves to JSON Schema', async () => {
    const content = {
      'application/json': { schema: { $ref: '#/components/schemas/A', description: 'either' } },
    };
    const schemas = { A: { type: ['string', 'null'], const: 1 }, B: true };
    const get = { responses: { 200: { description: 'ok', content } } };
    const document = await read(aDocument({ '/a': { get } }, { components: { schemas } }));
    expect(document.operations).toHaveLength(1);
  });

  it.each([
    [{ info, paths }, '/openapi'],
    [{ openapi: '4.0.0', info, paths }, '/openapi'],
    [{ openapi: '3.10.0', info, paths }, '/openapi'],
    [{ openapi: '2.0', info, paths }, '/openapi'],
    [{ openapi: { major: 3 }, info, paths }, '/openapi'],
    [{ swagger: '1.2', info, paths }, '/swagger'],
    [{ swagger: '3.0.0', info, paths }, '/swagger'],
  ])('names the versions it can read instead of %j', async (value, path) => {
    const refused = await refusal(value);
    expect(refused).toMatchObject({ code: 'document_unsupported', errors: [{ path }] });
  });

  it.each([
    ['swagger: 2.0', '2.0'],
    ['swagger: 2', '2.0'],
    ['openapi: 3', '3.0'],
    ['openapi: 3.0', '3.0'],
    ['openapi: 3.1', '3.1'],
    ['openapi: 3.2', '3.2'],
    ['swagger: "2"', '2.0'],
    ['openapi: v3.0.3', '3.0'],
    ['openapi: " 3.1.0 "', '3.1'],
  ])(
    'reads the version of `%s`, which is not quite one, and says so',
    async (line, specification) => {
      const document = await read(
        `${line}\ninfo: { title: T, version: 1.5 }\npaths: { /a: { get: {} } }`,
      );
      expect(document).toMatchObject({ specification, version: '1.5' });
      const changed = document.flaws.listed.filter(({ code }) => code === 'version_changed');
      expect(changed.map(({ place }) => place).sort()).toEqual(
        [`/${line.split(':')[0]}`, '/info/version'].sort(),
      );
    },
  );

  it('accepts a 3.1 document without paths, and reads no webhooks as operations', async () => {
    const webhooks = { created: { post: anOperation({ operationId: 'hook' }) } };
    expect((await read({ openapi: '3.1.0', info, webhooks })).operations).toEqual([]);
  });

  it('shortens summaries and tags, and joins equal tags', async () => {
    const tags = ['a', 'a', ...Array.from({ length: 30 }, (_, index) => `${index}`.repeat(80))];
    const get = anOperation({ summary: `${'s'.repeat(499)}😀`, tags });
    const { operations } = await read(aDocument({ '/a': { get } }));
    expect(operations[0]?.summary).toBe('s'.repeat(499));
    expect(operations[0]?.tags).toHaveLength(19);
    expect(Math.max(...(operations[0]?.tags.map((tag) => tag.length) ?? []))).toBe(100);
  });
});
