import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readApiDocument } from './read-api-document';
import { aDocument, anOperation, read, refusal } from './testing/documents';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const withExtension = (json: string) =>
  JSON.stringify(aDocument({}, { 'x-hostile': 0 })).replace('"x-hostile":0', `"x-hostile":${json}`);

const manyBroken = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, 7]));

const ALIAS_BOMB = `openapi: 3.1.0
info: { title: Bomb, version: "1" }
paths: {}
x-0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
${Array.from({ length: 9 }, (_, level) => `x-${level + 1}: &a${level + 1} [${`*a${level}, `.repeat(10)}]`).join('\n')}
`;

describe('hostile API documents', () => {
  it.each([
    ['nothing', '', 'document_empty', ''],
    ['white space', ' \n\t ', 'document_empty', ''],
    ['a byte order mark alone', '\uFEFF', 'document_empty', ''],
    ['a number', '42', 'document_invalid', ''],
    ['null', 'null', 'document_invalid', ''],
    ['a list', '[]', 'document_invalid', ''],
    ['prose', 'Dear importer, hello', 'document_invalid', ''],
    ['an HTML page', '<!doctype html>\n<p>Sign in: please</p>', 'document_malformed', undefined],
    ['broken JSON', '{\n "openapi": "3.1.0",\n "info": [}', 'document_malformed', '3:11'],
    ['JSON cut short', '{"openapi": "3.1.0", "info": {', 'document_malformed', undefined],
    ['broken YAML', 'openapi: 3.1.0\ninfo: "x', 'document_malformed', undefined],
    ['two YAML documents', 'a: 1\n---\nb: 2', 'document_malformed', ''],
    ['a YAML tag that runs code', 'a: !!js/function "x"', 'document_malformed', '1:4'],
    ['a raw NUL in YAML', 'openapi: "3.1.0\0"', 'document_malformed', undefined],
    ['10,000 levels of JSON', withExtension(nested(10_000)), 'document_too_complex', undefined],
    ['a million open brackets', '['.repeat(1_000_000), 'document_too_complex', '1:101'],
    ['10,000 levels of YAML', '- '.repeat(10_000), 'document_too_complex', '1:201'],
    [
      'three million values',
      withExtension(`[${'0,'.repeat(3_000_000)}0]`),
      'document_too_complex',
      undefined,
    ],
    ['an alias bomb', ALIAS_BOMB, 'document_too_complex', undefined],
    ['a value inside itself', 'openapi: 3.1.0\nx-a: &a [*a]', 'document_too_complex', undefined],
    ['a value inside itself as a key', '? &a [*a]\n: 1', 'document_malformed', undefined],
  ])('refuses %s', async (_, source, code, path) => {
    const refused = await refusal(source);
    expect(refused.code).toBe(code);
    expect(refused.message).not.toBe('');
    expect(refused.errors.length).toBeGreaterThan(0);
    if (path !== undefined) expect(refused.errors[0]?.path).toBe(path);
  });

  it('refuses more than 32 MB before it parses anything', async () => {
    const refused = await refusal(new Uint8Array(32 * 1024 * 1024 + 1).fill(0x5b));
    expect(refused.code).toBe('document_too_large');
  });

  it('refuses what is not UTF-8, and reads past a byte order mark', async () => {
    const json = JSON.stringify(aDocument({ '/a': { get: anOperation() } }));
    expect((await refusal(Buffer.from(json, 'utf16le'))).code).not.toBe('');
    for (const bytes of [
      [0xff, 0xfe, 0x7b, 0],
      [0x7b, 0xc0, 0xaf, 0x7d],
      [0x22, 0xed, 0xa0, 0x80],
    ]) {
      expect((await refusal(Uint8Array.from(bytes))).code).toBe('document_not_utf8');
    }
    expect((await read(`\uFEFF${json}`)).operations).toHaveLength(1);
    expect((await read(Buffer.from(`\uFEFF${json}`))).operations).toHaveLength(1);
  });

  it('refuses names that stand twice in one object, however they are escaped', async () => {
    const item = '{"get":{"operationId":"a"},"g\\u0065t":{"operationId":"b"}}';
    const json = JSON.stringify(aDocument({ '/a': 0 })).replace('"/a":0', `"/a":${item}`);
    const refused = await refusal(json);
    expect(refused).toMatchObject({
      code: 'document_duplicate_key',
      errors: [{ path: '/paths/~1a/get' }],
    });
    expect(refused.message).toContain(`1:${json.indexOf('"g\\u0065t"') + 1}`);
    const more = await refusal('{"openapi":"3.1.0","info":{"a":1,"a":2},"paths":{},"paths":{}}');
    expect(more.errors.map(({ path }) => path)).toEqual(['/info/a', '/paths']);
    const yaml = 'openapi: 3.1.0\npaths: {}\npaths: {}';
    expect(await refusal(yaml)).toMatchObject({
      code: 'document_duplicate_key',
      errors: [{ path: '3:1' }],
    });
  });

  it('carries names of inherited things as text and pollutes no prototype', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
      const json = `{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{"/${name}":{"get":{"operationId":"${name}","tags":["${name}"]}}},"components":{"schemas":{"A":{"${name}":{"polluted":true}}}},"x-a":{"${name}":{"polluted":true}}}`;
      const { operations } = await read(json);
      expect(operations.map(({ operationId }) => operationId)).toEqual([name]);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    }
    const root = '{"__proto__":{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{}}}';
    expect((await refusal(root)).code).toBe('document_unsupported');
    const item = JSON.parse('{"__proto__":{"get":{}}}');
    const { operations } = await read(aDocument({ '/a': item }));
    expect(operations).toEqual([]);
  });

  it('carries HTML and SQL in ids as the text they are', async () => {
    const ids = ['<script>alert(1)</script>', "'; DROP TABLE operations; --", 'löschen-削除-😀'];
    const paths = Object.fromEntries(
      ids.map((operationId, index) => [`/a${index}`, { get: anOperation({ operationId }) }]),
    );
    const { operations } = await read(aDocument(paths));
    expect(operations.map(({ operationId }) => operationId)).toEqual(ids);
  });

  it.each([
    ['holds NUL', 'a\0b'],
    ['holds a line feed', 'a\nb'],
    ['holds an escape sequence', '\u001b[31mred'],
    ['turns the reading direction', 'admin\u202Etxt'],
    ['hides a joiner', 'list\u200BInvoices'],
    ['holds half a character', 'a\uD800'],
  ])('refuses an operationId that %s', async (_, operationId) => {
    const document = aDocument({ '/a': { get: anOperation({ operationId }) } });
    const refused = await refusal(document);
    expect(refused.errors).toMatchObject([{ path: '/paths/~1a/get/operationId' }]);
    expect(JSON.stringify(refused).length).toBeLessThan(2_000);
    expect(refused.errors[0]?.message).not.toMatch(/[\p{Cc}\p{Cs}]/u);
  });

  it.each([
    ['NUL', { '/a\0': {} }],
    ['a control character', { '/a\u0007b': {} }],
    ['half a character', { '/a\uDC00': {} }],
    ['10,000 characters', { [`/${'x'.repeat(10_000)}`]: {} }],
  ])('refuses a path with %s', async (_, paths) => {
    const refused = await refusal(aDocument(paths));
    expect(refused.code).toBe('document_invalid');
    expect(refused.errors[0]?.path.startsWith('/paths/~1')).toBe(true);
    expect(refused.errors[0]?.path).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    expect(refused.errors[0]?.path.length).toBeLessThan(600);
  });

  it('stores no NUL and no other control character of a text, and says so', async () => {
    const get = anOperation({ summary: 'a\0b', tags: ['fine', 'x\0'] });
    const info = { title: 'a\0', version: '\u001b[31m1' };
    const { title, version, operations, flaws } = await read(
      aDocument({ '/a': { get } }, { info }),
    );
    expect({ title, version }).toEqual({ title: 'a', version: '[31m1' });
    expect(operations).toMatchObject([{ summary: 'ab', tags: ['fine', 'x'] }]);
    expect(flaws.listed.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'text_changed /paths/~1a/get/summary',
      'text_changed /paths/~1a/get/tags/1',
      'text_changed /info/title',
      'text_changed /info/version',
    ]);
  });

  it('refuses more than 20,000 operations', async () => {
    const paths = (count: number) =>
      aDocument(
        Object.fromEntries(
          Array.from({ length: count }, (_, index) => [`/a${index}`, { get: anOperation() }]),
        ),
      );
    expect((await read(paths(20_000))).operations).toHaveLength(20_000);
    const refused = await refusal(paths(20_001));
    expect(refused.errors).toEqual([
      { path: '/paths', message: 'The document has more than 20000 operations.' },
    ]);
  });

  it('reports at most twenty problems', async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`/{a${index}`, { get: anOperation() }]),
    );
    const refused = await refusal(aDocument(paths));
    expect(refused.errors).toHaveLength(20);
    expect(refused.message).toContain('100 problems');
  });

  it.each([
    ['schema flaws of one part', { '/a': { get: { responses: manyBroken(15_000) } } }],
    [
      'schema flaws of many parts',
      Object.fromEntries(
        Array.from({ length: 3_000 }, (_, index) => [`/a${index}`, { get: { responses: 7 } }]),
      ),
    ],
    [
      'operations that are left out',
      Object.fromEntries(
        Array.from({ length: 3_000 }, (_, index) => [`/a${index}`, { get: 7, put: anOperation() }]),
      ),
    ],
  ])('lists at most 500 flaws, and counts the rest, of %s', async (_, paths) => {
    const { flaws } = await read(aDocument(paths));
    expect(flaws.listed).toHaveLength(500);
    expect(flaws.more).toBeGreaterThan(1_000);
    expect(JSON.stringify(flaws).length).toBeLessThan(500_000);
  });

  it('says which part is too large to be checked against the schema', async () => {
    const get = anOperation({ 'x-large': Array.from({ length: 30_000 }, () => 0) });
    const { operations, flaws } = await read(aDocument({ '/a': { get } }));
    expect(operations).toHaveLength(1);
    expect(flaws.listed).toMatchObject([{ code: 'schema_check_stopped', place: '/paths/~1a' }]);
  });

  it('unpacks no more than 32 MB, and not without end', async () => {
    const json = JSON.stringify(aDocument({ '/a': { get: anOperation() } }));
    expect((await read(gzipSync(json))).operations).toHaveLength(1);
    expect((await read(gzipSync(gzipSync(json)))).operations).toHaveLength(1);
    const bomb = gzipSync(Buffer.alloc(33 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    expect((await refusal(bomb)).code).toBe('document_too_large');
    const thrice = gzipSync(gzipSync(gzipSync(json)));
    expect((await refusal(thrice)).code).toBe('document_archive');
    expect((await refusal(gzipSync(json).subarray(0, -9))).code).toBe('document_archive');
    expect((await refusal(Buffer.from('PK\u0003\u0004'))).code).toBe('document_archive');
  });

  it('reads leniently within the same bounds', async () => {
    const loose = 'x: "on two\nlines"\n';
    expect((await refusal(`${loose}y: ${nested(200)}`)).ok).toBe(false);
    expect((await refusal(`${loose}${ALIAS_BOMB}`)).code).toBe('document_too_complex');
    const merges = `${loose}a: &a { ${Array.from({ length: 2_000 }, (_, index) => `k${index}: 1`).join(', ')} }\n`;
    const merged = Array.from({ length: 10 }, (_, index) => `m${index}: { <<: *a }`).join('\n');
    expect((await refusal(merges + merged)).ok).toBe(false);
  });

  it('answers any text and any bytes without throwing', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.string().map((noise) => `openapi: 3.1.0\n${noise}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.uint8Array()), async (source) => {
        const result = await readApiDocument(source);
        if (!result.ok) expect(result.errors.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('answers any value in the place of any part without throwing', async () => {
    const key = fc.constantFrom(
      'get',
      '$ref',
      'paths',
      'parameters',
      '__proto__',
      '/a',
      '/{b}',
      'x',
    );
    const hostile = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('#/paths', '#/paths/~1a', '#', '', null, 7, true, '/a'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (paths, item) => {
        for (const part of [paths, { '/a': item }, { '/a': { get: item } }]) {
          const result = await readApiDocument(JSON.stringify(aDocument(part as object)));
          if (!result.ok) expect(result.errors.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
