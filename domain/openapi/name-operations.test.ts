import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDocument, anOperation, read } from './testing/documents';

const get = (operationId?: unknown) => ({
  get: anOperation(operationId === undefined ? {} : { operationId }),
});
const namesOf = async (paths: object) =>
  (await read(aDocument(paths))).operations.map((one) => [one.pathTemplate, one.operationId]);

describe('names of operations', () => {
  it('are derived for the second of two with one id, with a warning that says where', async () => {
    const paths = { '/people': get('People_Read'), '/people/{key}': get('People_Read') };
    const { operations, flaws } = await read(aDocument(paths));
    expect(operations).toMatchObject([
      { operationId: 'People_Read', derived: false },
      { operationId: 'GET:/people/{}', derived: true },
    ]);
    expect(flaws).toMatchObject({
      listed: [{ code: 'operation_id_derived', place: '/paths/~1people~1{key}/get/operationId' }],
      more: 0,
    });
    expect(flaws.listed[0]?.message).toContain('"People_Read" also stands at /paths/~1people/get');
    expect(flaws.listed[0]?.message).toContain('"GET:/people/{}" instead');
  });

  it.each([
    ['is empty', ''],
    ['is only spaces', '  '],
    ['begins with a space', ' a'],
    ['ends with a line feed, as block texts of YAML do', 'a\n'],
    ['holds two spaces', 'a  b'],
    ['has 10,000 characters', 'x'.repeat(10_000)],
  ])('are derived where an id %s', async (_, operationId) => {
    const { operations, flaws } = await read(aDocument({ '/a': get(operationId) }));
    expect(operations).toMatchObject([{ operationId: 'GET:/a', derived: true }]);
    expect(flaws.listed[0]).toMatchObject({
      code: 'operation_id_derived',
      place: '/paths/~1a/get/operationId',
    });
    expect(JSON.stringify(flaws).length).toBeLessThan(2_000);
  });

  it('are derived without a word where there is no id', async () => {
    const { operations, flaws } = await read(aDocument({ '/a': get() }));
    expect(operations).toMatchObject([{ operationId: 'GET:/a', derived: true }]);
    expect(flaws.listed).toEqual([]);
  });

  it('take a number as the text it is', async () => {
    expect(await namesOf({ '/a': get(404) })).toEqual([['/a', '404']]);
  });

  it('are not stolen: an id that is derived for another operation gives way', async () => {
    expect(await namesOf({ '/a': get(), '/b': get('GET:/a') })).toEqual([
      ['/a', 'GET:/a'],
      ['/b', 'GET:/b'],
    ]);
  });

  it('are all different, and the same in whatever order the document is written', async () => {
    const ids = fc.constantFrom('a', 'b', '', 'GET:/p1/{}', 'GET:/p2/{}', undefined);
    const entries = fc.array(ids, { minLength: 2, maxLength: 8 }).chain((given) => {
      const all = given.map((id, index) => [`/p${index}/{x}`, get(id)] as const);
      const shuffled = fc.shuffledSubarray(all, { minLength: all.length });
      return fc.record({ all: fc.constant(all), shuffled });
    });
    await fc.assert(
      fc.asyncProperty(entries, async ({ all, shuffled }) => {
        const names = await namesOf(Object.fromEntries(all));
        expect(new Set(names.map(([, name]) => name)).size).toBe(all.length);
        const again = await namesOf(Object.fromEntries(shuffled));
        expect(again.sort()).toEqual(names.sort());
      }),
      { numRuns: 100 },
    );
  });
});
