import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { deriveOperationId } from './operation-id';
import { aDocument, anOperation, read, refusal } from './testing';

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

  it('refuses an operationId that stands twice, naming both places', async () => {
    const paths = { '/a': get('same'), '/b': { post: anOperation({ operationId: 'same' }) } };
    expect(await refusal(aDocument(paths))).toMatchObject({
      code: 'document_invalid',
      errors: [
        {
          path: '/paths/~1b/post',
          message: 'The operationId "same" also stands at /paths/~1a/get.',
        },
      ],
    });
  });

  it('refuses an operationId that another operation would derive', async () => {
    const refused = await refusal(aDocument({ '/a': get(), '/b': get('GET:/a') }));
    expect(refused.errors).toMatchObject([{ path: '/paths/~1b/get' }]);
  });

  it('refuses two paths that differ in parameter names alone, for the same method', async () => {
    const refused = await refusal(aDocument({ '/a/{x}': get('one'), '/a/{y}': get('two') }));
    expect(refused.errors[0]?.path).toBe('/paths/~1a~1{y}/get');
    expect(refused.errors[0]?.message).toContain('/paths/~1a~1{x}/get');
    const other = { '/a/{x}': get('one'), '/a/{y}': { post: anOperation({ operationId: 'two' }) } };
    expect((await read(aDocument(other))).operations).toHaveLength(2);
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
    const unmatched = ['/a?b=c', '/a#b', '/a;v=1', '//a', '/a/../b', '/a%2Fb'];
    const paths = Object.fromEntries(unmatched.map((path) => [path, get()]));
    const { operations, warnings } = await read(aDocument(paths));
    expect(operations.map(({ pathTemplate }) => pathTemplate)).toEqual(unmatched);
    expect(warnings).toHaveLength(unmatched.length);
  });

  it('follows references between path items of the document', async () => {
    const pathItems = { a: get('viaComponents') };
    const extension = { 'b/c~d e': { $ref: '#/paths/~1direct' } };
    const { operations } = await read(
      aDocument(
        {
          '/direct': { post: anOperation({ operationId: 'direct' }) },
          '/a/{x}': { $ref: '#/components/pathItems/a', put: anOperation({ operationId: 'own' }) },
        },
        { components: { pathItems } },
      ),
    );
    expect(operations.map(({ method, operationId }) => `${method} ${operationId}`)).toEqual([
      'POST direct',
      'PUT own',
      'GET viaComponents',
    ]);
    const twice = {
      '/direct': get('direct'),
      '/again': { $ref: '#/x-items/b~1c~0d%20e' },
    };
    const refused = await refusal(aDocument(twice, { 'x-items': extension }));
    expect(refused.errors[0]?.message).toContain('also stands at /paths/~1direct/get');
  });

  it.each([
    ['leads nowhere', '#/components/pathItems/none'],
    ['points at a text', '#/info/title'],
    ['points at a list', '#/tags'],
    ['uses an inherited name', '#/paths/constructor'],
    ['refers to itself', '#/paths/~1a'],
    ['is an anchor', '#anchor'],
    ['is badly encoded', '#/%zz'],
  ])('refuses a path item whose reference %s', async (_, $ref) => {
    const refused = await refusal(aDocument({ '/a': { $ref } }, { tags: [] }));
    expect(refused.errors).toHaveLength(1);
    expect(refused.code).toBe('document_invalid');
  });

  it('refuses a method that both a path item and its reference have', async () => {
    const paths = { '/a': { ...get('one'), $ref: '#/components/pathItems/a' } };
    const refused = await refusal(
      aDocument(paths, { components: { pathItems: { a: get('two') } } }),
    );
    expect(refused.errors[0]?.message).toBe('This method also stands at /paths/~1a/get.');
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'https://example.com/paths.yaml#/a',
    'file:///etc/passwd',
    '/etc/passwd',
    'other.yaml#/paths/a',
    '//example.com/a',
  ])('never fetches %s, and says so', async ($ref) => {
    const fetching = vi.spyOn(globalThis, 'fetch');
    const refused = await refusal(aDocument({ '/a': { $ref } }));
    expect(refused.errors).toMatchObject([{ path: '/paths/~1a/$ref' }]);
    expect(refused.errors[0]?.message).toContain('not followed');
    const schema = { schemas: { A: { $ref } } };
    const { warnings } = await read(aDocument({ '/a': get() }, { components: schema }));
    expect(warnings).toMatchObject([{ path: '/components/schemas/A' }]);
    expect(fetching).not.toHaveBeenCalled();
    fetching.mockRestore();
  });
});
