import { describe, expect, it, vi } from 'vitest';
import { aDocument, anOperation, read, refusal } from './testing/documents';

const get = (operationId: string) => ({ get: anOperation({ operationId }) });
const namesOf = async (document: object) =>
  (await read(document)).operations.map(({ method, operationId }) => `${method} ${operationId}`);

describe('references of path items and operations', () => {
  it('are followed within the document', async () => {
    const pathItems = { a: get('viaComponents') };
    const paths = {
      '/direct': { post: anOperation({ operationId: 'direct' }) },
      '/a/{x}': { $ref: '#/components/pathItems/a', put: anOperation({ operationId: 'own' }) },
      '/b': { $ref: '#/x-items/b~1c~0d%20e' },
    };
    const extra = {
      components: { pathItems },
      'x-items': { 'b/c~d e': { $ref: '#/components/pathItems/c' } },
    };
    Object.assign(pathItems, { c: get('viaTwo') });
    expect(await namesOf(aDocument(paths, extra))).toEqual([
      'POST direct',
      'PUT own',
      'GET viaComponents',
      'GET viaTwo',
    ]);
  });

  it('are followed from an operation, with the fields beside them on top', async () => {
    const paths = {
      '/a': { get: { $ref: '#/x-operations/list' } },
      '/b': { get: { $ref: '#/x-operations/list', operationId: 'listB', deprecated: true } },
    };
    const list = anOperation({ operationId: 'list', summary: 'All of them', tags: ['t'] });
    const { operations } = await read(aDocument(paths, { 'x-operations': { list } }));
    expect(operations).toMatchObject([
      { operationId: 'list', summary: 'All of them', tags: ['t'], deprecated: false },
      { operationId: 'listB', summary: 'All of them', tags: ['t'], deprecated: true },
    ]);
  });

  it('may hold all paths, and may lead to the operations of another path', async () => {
    const items = { '/one': get('one'), '/two': { $ref: '#/x-paths/~1one' } };
    const { operations, flaws } = await read(
      aDocument({ $ref: '#/x-paths' }, { 'x-paths': items }),
    );
    expect(operations.map(({ operationId }) => operationId)).toEqual(['one', 'GET:/two']);
    expect(flaws.listed.map(({ code }) => code)).toContain('operation_id_derived');
  });

  it.each([
    ['leads nowhere', '#/components/pathItems/none'],
    ['points at a text', '#/info/title'],
    ['points at a list', '#/tags'],
    ['uses an inherited name', '#/paths/constructor'],
    ['refers to itself', '#/paths/~1a'],
    ['is an anchor', '#anchor'],
    ['is badly encoded', '#/%zz'],
  ])('leave a path item out where one %s, and refuse what holds nothing else', async (_, $ref) => {
    const refused = await refusal(aDocument({ '/a': { $ref } }, { tags: [] }));
    expect(refused.errors).toHaveLength(1);
    expect(refused.code).toBe('document_invalid');
    const other = aDocument({ '/a': { $ref, put: anOperation() }, '/b': get('b') }, { tags: [] });
    const { operations, flaws } = await read(other);
    expect(operations.map(({ operationId }) => operationId)).toEqual(['PUT:/a', 'b']);
    expect(flaws.listed[0]?.code).toBe('operation_left_out');
  });

  it.each([
    ['leads nowhere', '#/none'],
    ['leads to a list', '#/tags'],
    ['leads back to itself', '#/paths/~1a/get'],
  ])('leave an operation out where one %s', async (_, $ref) => {
    const { operations, flaws } = await read(
      aDocument({ '/a': { get: { $ref } }, '/b': get('b') }, { tags: [] }),
    );
    expect(operations.map(({ operationId }) => operationId)).toContain('b');
    expect(flaws.listed[0]?.place.startsWith('/paths/~1a/get')).toBe(true);
  });

  it('give way to a method that stands beside them: the request is the same', async () => {
    const paths = { '/a': { ...get('one'), $ref: '#/components/pathItems/a' } };
    const { operations, flaws } = await read(
      aDocument(paths, { components: { pathItems: { a: get('two') } } }),
    );
    expect(operations.map(({ operationId }) => operationId)).toEqual(['one']);
    expect(flaws.listed).toMatchObject([
      { code: 'method_twice', message: 'GET also stands at /paths/~1a/get, which is taken.' },
    ]);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'https://example.com/paths.yaml#/a',
    'file:///etc/passwd',
    '/etc/passwd',
    'other.yaml#/paths/a',
    '//example.com/a',
  ])('are never fetched from %s: the document is to be bundled first', async ($ref) => {
    const fetching = vi.spyOn(globalThis, 'fetch');
    const unbundled = [
      [aDocument({ '/a': { $ref } }), '/paths/~1a/$ref'],
      [aDocument({ '/a': { get: { $ref } }, '/b': get('b') }), '/paths/~1a/get/$ref'],
      [aDocument({ $ref }), '/paths/$ref'],
    ] as const;
    for (const [document, path] of unbundled) {
      const refused = await refusal(document);
      expect(refused).toMatchObject({ code: 'document_unbundled', errors: [{ path }] });
      expect(refused.message).toContain('Bundle it first');
      expect(refused.errors[0]?.message).toContain('not followed');
    }
    const schemas = { A: { $ref } };
    const { flaws } = await read(aDocument({ '/a': get('a') }, { components: { schemas } }));
    expect(flaws.listed).toMatchObject([
      { code: 'reference_not_followed', place: '/components/schemas/A' },
    ]);
    expect(fetching).not.toHaveBeenCalled();
    fetching.mockRestore();
  });
});
