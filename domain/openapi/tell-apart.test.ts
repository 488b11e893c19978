import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDocument, anOperation, read } from './testing/documents';

const put = (operationId?: string) => ({ put: anOperation(operationId ? { operationId } : {}) });
const PLAIN = { '/disks/{id}': put('changeDisk') };

describe('operations that no request tells apart', () => {
  it('are one operation with several names, said in a warning', async () => {
    const paths = {
      ...PLAIN,
      '/disks/{id}#lock': put('lockDisk'),
      '/disks/{id}?x=y': put('xDisk'),
    };
    const { operations, clashes, flaws } = await read(aDocument(paths));
    expect(operations).toMatchObject([
      {
        operationId: 'changeDisk',
        method: 'PUT',
        pathTemplate: '/disks/{id}',
        aliases: ['lockDisk', 'xDisk'],
      },
    ]);
    expect(clashes).toEqual([]);
    expect(flaws.listed).toMatchObject([
      { code: 'several_names', place: '/paths/~1disks~1{id}/put' },
    ]);
    expect(flaws.listed[0]?.message).toContain('"changeDisk", "lockDisk", "xDisk"');
  });

  it('are named by the plain path in whatever order they stand', async () => {
    const { operations } = await read(
      aDocument({ '/disks/{id}#lock': put('lockDisk'), ...PLAIN, '/a#b': put(), '/a?c': put() }),
    );
    expect(operations.map((one) => [one.pathTemplate, one.operationId, one.aliases])).toEqual([
      ['/disks/{id}', 'changeDisk', ['lockDisk']],
      ['/a', 'PUT:/a#b', ['PUT:/a?c']],
    ]);
  });

  it('have one name where the document gives them one', async () => {
    const { operations } = await read(aDocument({ ...PLAIN, '/disks/{id}#a': put('changeDisk') }));
    expect(operations).toMatchObject([{ operationId: 'changeDisk', aliases: [] }]);
    const renamed = await read(
      aDocument({ '/u/{id}': { get: anOperation() }, '/u/{name}': { get: anOperation() } }),
    );
    expect(renamed.operations).toMatchObject([{ operationId: 'GET:/u/{}', aliases: [] }]);
    expect(renamed.clashes).toEqual([]);
  });

  it('are matched whatever their query where there is no plain path beside them', async () => {
    const { operations, flaws } = await read(aDocument({ '/search?q={q}': put('search') }));
    expect(operations).toMatchObject([{ operationId: 'search', pathTemplate: '/search' }]);
    expect(flaws.listed[0]?.code).toBe('query_not_matched');
  });

  it('are a clash where names of parameters alone differ; the rest is read', async () => {
    const item = (...methods: [string, string][]) =>
      Object.fromEntries(
        methods.map(([method, operationId]) => [method, anOperation({ operationId })]),
      );
    const { operations, clashes } = await read(
      aDocument({
        '/rooms/{id}/beds/{bed}': item(['get', 'bedById']),
        '/rooms/{id}/beds/{label}': item(['get', 'bedByLabel'], ['delete', 'dropBed']),
        '/rooms/{id}/beds/{bed}#wake': item(['get', 'wake']),
        '/free': item(['get', 'free']),
      }),
    );
    expect(operations.map(({ operationId }) => operationId)).toEqual(['dropBed', 'free']);
    expect(clashes).toMatchObject([
      {
        method: 'GET',
        candidates: [
          { operationId: 'bedById', pathTemplate: '/rooms/{id}/beds/{bed}', aliases: ['wake'] },
          { operationId: 'bedByLabel', pathTemplate: '/rooms/{id}/beds/{label}', aliases: [] },
        ],
        place: '/paths/~1rooms~1{id}~1beds~1{bed}/get',
      },
    ]);
  });

  it('are each in one place: no name is lost, none stands twice, no route is held twice', async () => {
    const segment = fc.constantFrom('{id}', '{name}', 'x');
    const suffix = fc.constantFrom('', '#a', '#b', '?a', '?b=c');
    const path = fc.tuple(segment, suffix).map(([one, end]) => `/t/${one}${end}`);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(path, { minLength: 1 }), async (templates) => {
        const paths = Object.fromEntries(templates.map((one, index) => [one, put(`op${index}`)]));
        const { operations, clashes } = await read(aDocument(paths));
        const all = [...operations, ...clashes.flatMap(({ candidates }) => candidates)];
        const names = all.flatMap(({ operationId, aliases }) => [operationId, ...aliases]);
        expect(names.sort()).toEqual(templates.map((_, index) => `op${index}`).sort());
        const routes = operations.map((one) => one.pathTemplate.replace(/\{.*\}/, '{}'));
        expect(new Set(routes).size).toBe(routes.length);
        expect(all.every((one) => !/[?#]/.test(one.pathTemplate))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
