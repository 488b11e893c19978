import { describe, expect, it } from 'vitest';
import { diffOperations } from './diff-operations';

const operation = (operationId: string, extra: object = {}) => ({
  operationId,
  method: 'GET',
  pathTemplate: `/${operationId}/{id}`,
  summary: '',
  tags: [] as string[],
  aliases: [] as string[],
  deprecated: false,
  ...extra,
});

const sizes = (diff: ReturnType<typeof diffOperations>) =>
  Object.fromEntries(Object.entries(diff).map(([name, list]) => [name, list.length]));

const NOTHING = { added: 0, removed: 0, changed: 0, cosmetic: 0, unchanged: 0 };

describe('comparing operations with an imported document', () => {
  it('finds what was added, removed and left as it is', () => {
    const diff = diffOperations([operation('a'), operation('b')], [operation('b'), operation('c')]);
    expect(sizes(diff)).toEqual({ ...NOTHING, added: 1, removed: 1, unchanged: 1 });
    expect(diff.added[0]?.operationId).toBe('c');
    expect(diff.removed[0]?.operationId).toBe('a');
  });

  it.each([
    ['another method', { method: 'DELETE' }],
    ['another path', { pathTemplate: '/b/{id}' }],
    ['a parameter more', { pathTemplate: '/a/{id}/{part}' }],
    ['a literal where a parameter was', { pathTemplate: '/a/id' }],
    ['other letter case', { pathTemplate: '/A/{id}' }],
    ['a trailing slash', { pathTemplate: '/a/{id}/' }],
    ['text around the parameter', { pathTemplate: '/a/{id}.json' }],
    ['no route any more', { method: null, pathTemplate: null }],
  ])('calls the same operationId with %s changed, so that its grants go', (_, extra) => {
    const before = operation('a');
    const after = operation('a', extra);
    expect(diffOperations([before], [after]).changed).toEqual([{ before, after }]);
    expect(diffOperations([after], [before]).changed).toHaveLength(1);
  });

  it.each([
    ['a renamed parameter', { pathTemplate: '/a/{invoiceId}' }],
    ['another summary', { summary: 'new' }],
    ['another tag', { tags: ['new'] }],
    ['a deprecation', { deprecated: true }],
    ['another name beside it', { aliases: ['c'] }],
  ])('calls %s cosmetic, so that its grants stay', (_, extra) => {
    const before = operation('a');
    const after = operation('a', extra);
    const diff = diffOperations([before], [after]);
    expect(sizes(diff)).toEqual({ ...NOTHING, cosmetic: 1 });
    expect(diff.cosmetic).toEqual([{ before, after }]);
  });

  it('calls two operations changed that exchanged their ids', () => {
    const one = operation('a', { pathTemplate: '/read' });
    const two = operation('b', { pathTemplate: '/delete' });
    const swapped = [
      { ...one, operationId: 'b' },
      { ...two, operationId: 'a' },
    ];
    expect(sizes(diffOperations([one, two], swapped))).toEqual({ ...NOTHING, changed: 2 });
  });

  it.each([
    ['a further name becomes the first', ['b'], []],
    ['a new name comes before it', [], ['a']],
  ])('calls it cosmetic when %s for the same requests', (_, aliasesBefore, aliasesAfter) => {
    const before = operation('a', { aliases: aliasesBefore });
    const after = { ...operation('a', { aliases: aliasesAfter }), operationId: 'b' };
    const diff = diffOperations([before], [after]);
    expect(sizes(diff)).toEqual({ ...NOTHING, cosmetic: 1 });
    expect(diff.cosmetic).toEqual([{ before, after }]);
  });

  it.each([
    ['shares no name', { operationId: 'b' }],
    ['is for another request', { operationId: 'b', aliases: ['a'], method: 'DELETE' }],
  ])('does not take an operation for another that %s', (_, extra) => {
    const diff = diffOperations([operation('a')], [operation('a', extra)]);
    expect(sizes(diff)).toEqual({ ...NOTHING, added: 1, removed: 1 });
  });

  it('lets a name that moves to other requests take no grants along', () => {
    const one = operation('a');
    const other = operation('b');
    const merged = operation('b', { operationId: 'a', aliases: ['b'] });
    expect(sizes(diffOperations([one, other], [merged]))).toEqual({
      ...NOTHING,
      removed: 1,
      changed: 1,
    });
  });

  it('does not confuse operationIds with names of inherited things', () => {
    const diff = diffOperations([operation('constructor')], [operation('__proto__')]);
    expect(sizes(diff)).toEqual({ ...NOTHING, added: 1, removed: 1 });
  });
});
