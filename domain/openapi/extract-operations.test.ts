import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveOperationId } from './operation-id';
import { aDocument, anOperation, read, refusal } from './testing/documents';

const get = (operationId?: string) => ({ get: anOperation(operationId ? { operationId } : {}) });

describe('operations of a document', () => {
  it('derives an id from method and path that renaming a parameter does not change', async () => {
    const { operations } = await read(
      aDocument({ '/invoices/{id}': get(), '/müller/a b': get(), '/': get() }),
    );
    expect(operations.map(({ operationId, derived }) => [operationId, derived])).toEqual([
      ['GET:/invoices/{}', true],
      ['GET:/m%C3%BCller/a%20b', true],
      ['GET:/', true],
    ]);
    expect(deriveOperationId('GET', '/invoices/{invoiceId}')).toBe('GET:/invoices/{}');
  });

  it('derives the same ids in whatever order the document is written', async () => {
    const entries = Array.from({ length: 12 }, (_, index) => [`/p${index}/{x}`, get()] as const);
    const idsOf = async (paths: object) =>
      new Map(
        (await read(aDocument(paths))).operations.map((one) => [one.pathTemplate, one.operationId]),
      );
    const expected = await idsOf(Object.fromEntries(entries));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(entries, { minLength: entries.length }),
        async (shuffled) => {
          const actual = await idsOf(Object.fromEntries(shuffled));
          for (const [path, id] of expected) expect(actual.get(path)).toBe(id);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('derives different ids for different routes, also when they are cut to 200 characters', () => {
    const long = `/${'a'.repeat(400)}`;
    const ids = [
      ...['/a-b', '/a/b', '/a_b', '/{a}b', '/{a}{b}', '/a%2fb', '/A/b', '/a/b/'],
      ...[`${long}1`, `${long}2`, `${long}/{x}`],
    ].flatMap((path) => ['GET', 'POST'].map((method) => deriveOperationId(method, path)));
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.max(...ids.map((id) => id.length))).toBe(200);
  });

  it.each(['/a/{x', '/a/x}', '/a/{{x}}', '/a/{}', '/a/{x}/{x}', '/a/{x/y}', '/a/}{'])(
    'refuses the path %s',
    async (path) => {
      const refused = await refusal(aDocument({ [path]: get() }));
      expect(refused.errors).toHaveLength(1);
      expect(refused.errors[0]?.path.startsWith('/paths/')).toBe(true);
    },
  );

  it('refuses a path that does not start with a slash', async () => {
    expect((await refusal(aDocument({ 'a/b': get() }))).code).toBe('document_invalid');
  });

  it('warns of paths that no request can match, and keeps their operations', async () => {
    const unmatched = ['/a;v=1', '//a', '/a/../b', '/a%2Fb'];
    const paths = Object.fromEntries(unmatched.map((path) => [path, get()]));
    const { operations, flaws } = await read(aDocument(paths));
    expect(operations.map(({ pathTemplate }) => pathTemplate)).toEqual(unmatched);
    expect(flaws.listed.map(({ code }) => code)).toEqual(unmatched.map(() => 'path_unreachable'));
  });

  it('leaves out what is wrong with its reason, the other methods and paths stay', async () => {
    const paths = {
      '/teams/{id}/people/{id}': { get: anOperation(), put: anOperation() },
      '/list': [anOperation()],
      '/half': { get: 'nothing', post: anOperation({ operationId: 'half' }) },
      '/fine': get('fine'),
    };
    const { operations, flaws } = await read(aDocument(paths));
    expect(operations.map(({ operationId }) => operationId)).toEqual(['half', 'fine']);
    const leftOut = flaws.listed.filter(({ code }) => code === 'operation_left_out');
    expect(leftOut.map(({ place }) => place)).toEqual([
      '/paths/~1teams~1{id}~1people~1{id}',
      '/paths/~1list',
      '/paths/~1half/get',
    ]);
    expect(leftOut[0]?.message).toContain('GET, PUT "/teams/{id}/people/{id}"');
    expect(leftOut[0]?.message).toContain('"id" stands twice');
    expect(flaws.listed.slice(0, 3)).toEqual(leftOut);
  });

  it.each(['__proto__', 'constructor'])('reads the path /%s as any other', async (name) => {
    const { operations } = await read(aDocument({ [`/${name}`]: get('one') }));
    expect(operations).toHaveLength(1);
  });

  it.each([
    ['a list', []],
    ['a text', '/a'],
  ])('refuses paths that are %s', async (_, paths) => {
    const refused = await refusal(aDocument({}, { paths }));
    expect(refused).toMatchObject({ code: 'document_invalid', errors: [{ path: '/paths' }] });
  });

  it('reads methods of OpenAPI 3.2, and says which of them can be none', async () => {
    const item = {
      query: anOperation({ operationId: 'search' }),
      additionalOperations: {
        COPY: anOperation({ operationId: 'copy' }),
        'M-SEARCH': anOperation({ operationId: 'find' }),
        lower: anOperation({ operationId: 'lower' }),
      },
    };
    const { operations, flaws } = await read(aDocument({ '/a': item }, { openapi: '3.2.0' }));
    // In an older document they can be nothing else; the schema says that they are too early.
    const older = await read(aDocument({ '/a': item }, { openapi: '3.0.3' }));
    expect(older.operations).toEqual(operations);
    expect(operations.map(({ method, operationId }) => `${method} ${operationId}`)).toEqual([
      'QUERY search',
      'COPY copy',
      'M-SEARCH find',
    ]);
    expect(flaws.listed).toMatchObject([
      { code: 'operation_left_out', place: '/paths/~1a/additionalOperations/lower' },
    ]);
  });

  it('reads a method in capitals, which would otherwise be lost', async () => {
    const { operations } = await read(
      aDocument({ '/a': { GET: anOperation({ operationId: 'a' }), get: anOperation() } }),
    );
    expect(operations.map(({ operationId }) => operationId)).toEqual(['GET:/a']);
    const capitals = await read(aDocument({ '/a': { Post: anOperation({ operationId: 'a' }) } }));
    expect(capitals.operations).toMatchObject([{ method: 'POST', operationId: 'a' }]);
  });

  it('says what is taken for a text and looks like a parameter of others', async () => {
    const paths = {
      '/users/:id': { get: anOperation() },
      '/users/%7Bid%7D': { put: anOperation() },
      '/users/{id}:go': { post: anOperation() },
    };
    const { operations, flaws } = await read(aDocument(paths));
    expect(operations).toHaveLength(3);
    expect(flaws.listed.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'path_taken_literally /paths/~1users~1:id',
      'path_taken_literally /paths/~1users~1%7Bid%7D',
    ]);
    expect(flaws.listed.every(({ message }) => message.includes('{id}'))).toBe(true);
  });
});
