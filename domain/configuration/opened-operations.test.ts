import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { operations } from '@/db/schema/apis';
import { applied, apply, planned } from '@/domain/testing/configuration';
import { fixture, it, world } from '@/domain/testing/fixture';
import { rolledBack } from '@/domain/testing/rolled-back';

const PURGE = 'route: DELETE /everything';
const fileOf = (operation: string) =>
  `version: 1\napis:\n  billing:\n    operations:\n      purge: { ${operation} }\n`;

const within = (work: (inside: typeof world) => Promise<void>) =>
  rolledBack(world, (db) => work({ ...world, db } as typeof world));
const fieldsOf = async (inside: typeof world, file: string) =>
  (await planned(inside, file)).changes.find(({ held }) => !held)?.fields;
const purges = and(eq(operations.name, 'purge'), eq(operations.isPublic, true));

it('says of a new operation that it is public, and all of its names', async () => {
  expect(await fieldsOf(world, fileOf(PURGE))).toEqual([
    { name: 'purge', before: null, after: 'DELETE /everything' },
  ]);
  expect(await fieldsOf(world, fileOf(`${PURGE}, public: true, aliases: [wipe, raze]`))).toEqual([
    {
      ...{ name: 'purge', before: null },
      after: 'DELETE /everything (public, also called wipe, also called raze)',
    },
  ]);
});

it.each([
  'public: true',
  'aliases: [wipe]',
  'manual: true',
  'deprecated: true',
  'summary: Another',
  'tags: [another]',
])('does not apply another operation than was looked at: %s', (more) =>
  within(async (inside) => {
    const { fingerprint } = await planned(inside, fileOf(PURGE));
    const changed = fileOf(`${PURGE}, ${more}`);
    expect(await apply(inside, changed, { expect: fingerprint })).toMatchObject({
      code: 'plan_outdated',
    });
    expect(await inside.db.$count(operations, eq(operations.name, 'purge'))).toBe(0);
    await applied(inside, changed, { expect: (await planned(inside, changed)).fingerprint });
  }),
);

it('says that an operation for another request is public, or no longer', () =>
  within(async (inside) => {
    await applied(inside, fileOf(`${PURGE}, public: true`));
    expect(await inside.db.$count(operations, purges)).toBe(1);
    expect(await fieldsOf(inside, fileOf('route: DELETE /anything, public: true'))).toEqual([
      {
        ...{ name: 'purge', before: 'DELETE /everything (public)' },
        after: 'DELETE /anything (public)',
      },
    ]);
    expect(await fieldsOf(inside, fileOf('route: DELETE /anything'))).toEqual([
      { name: 'purge', before: 'DELETE /everything (public)', after: 'DELETE /anything' },
    ]);
  }));

it('tells what is opened to anybody before anything else', async () => {
  const many = Array.from({ length: 600 }, (_, at) => `      a${at}: GET /a/${at}\n`).join('');
  const file = `version: 1\napis:\n  billing:\n    operations:\n${many}      zap: { route: GET /zap, public: true }\n`;
  const [first, ...rest] = (await fieldsOf(world, file)) ?? [];
  expect(first).toEqual({ name: 'zap', before: null, after: 'GET /zap (public)' });
  expect(rest).toHaveLength(499);
});

const DOCUMENT = (summary: string) =>
  JSON.stringify({
    ...{ openapi: '3.1.0', info: { title: 'Billing', version: '1' } },
    paths: {
      '/health': {
        get: {
          operationId: 'health',
          summary,
          security: [],
          responses: { 200: { description: '' } },
        },
      },
    },
  });

it('keeps it apart from a document’s words that what is public stays so', () =>
  within(async (inside) => {
    const file = (more: string) =>
      `version: 1\napis:\n  ${fixture.api.slug}:\n    openapi: { file: a.json${more} }\n`;
    const before = { documents: { 'a.json': DOCUMENT('Alive') } };
    await applied(inside, file(', public: [health]'), before);
    const plan = await planned(inside, file(''), { documents: { 'a.json': DOCUMENT('Well') } });
    expect(plan.changes.find(({ held }) => !held)?.fields).toEqual([
      {
        name: 'health',
        before: '{"route":"GET /health","summary":"Alive","public":true}',
        after: '{"route":"GET /health","summary":"Well","public":true}',
      },
    ]);
  }));
