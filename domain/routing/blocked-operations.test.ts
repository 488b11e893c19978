import { expect, it } from 'vitest';
import { blockedMessage, blockedOperations } from './blocked-operations';

const STRICT = { ignoresTrailingSlash: false };

/** `METHOD template` lines; each operation is named by its line. */
const blocked = (lines: string[], options = STRICT) =>
  blockedOperations(
    lines.map((operation) => {
      const [method = '', pathTemplate = ''] = operation.split(' ');
      return { operation, method, pathTemplate };
    }),
    options,
  ).map(({ operation, by }) => [operation.operation, ...by]);

it.each<[string, string[], string[][]]>([
  [
    'a trailing slash',
    ['GET /a', 'GET /a/'],
    [
      ['GET /a', 'GET /a/'],
      ['GET /a/', 'GET /a'],
    ],
  ],
  [
    'a suffix within a suffix',
    ['POST /x/{id}:custom', 'POST /x/{id}:custom:custom'],
    [['POST /x/{id}:custom:custom', 'POST /x/{id}:custom']],
  ],
  [
    'letter case',
    ['GET /a', 'GET /A', 'GET /b'],
    [
      ['GET /a', 'GET /A'],
      ['GET /A', 'GET /a'],
    ],
  ],
  ['literals in different places', ['GET /a/{x}/c', 'GET /a/b/{y}', 'GET /a/b/c'], []],
  [
    'a parameter beside one of several segments',
    ['GET /a/{x}', 'GET /a/{x...}'],
    [['GET /a/{x}', 'GET /a/{x...}']],
  ],
  [
    'a HEAD operation that is less concrete',
    ['HEAD /d/{x}', 'GET /d/e', 'DELETE /a', 'GET /a/'],
    [],
  ],
  ['nothing', ['GET /@me', 'GET /{id}', 'GET /x y', 'POST /v1:go', 'POST /{id}:go'], []],
  ['what has no route anyway', ['GET /a?b', 'GET /a?c'], []],
  [
    'a literal beside a parameter',
    ['GET /users/me', 'GET /users/{id}', 'GET /users/{id}.json'],
    [],
  ],
])('tells operations that %s keeps from every request', (_what, lines, expected) => {
  expect(blocked(lines)).toEqual(expected);
});

it('finds the same pair where the API takes a trailing slash for nothing', () => {
  expect(blocked(['GET /a', 'GET /a/'], { ignoresTrailingSlash: true })).toHaveLength(2);
  expect(blocked(['GET /a', 'GET /b/'], { ignoresTrailingSlash: true })).toEqual([]);
});

it('says who is in the way', () => {
  const [first] = blockedOperations(
    ['/a', '/a/', '/A', '/A/', '/%41'].map((pathTemplate, at) => ({
      operation: `op${at}`,
      method: 'GET',
      pathTemplate,
    })),
    STRICT,
  );
  expect(first && blockedMessage(first)).toBe(
    'No request reaches GET /a: each might also be for op1, op2, op3, so all are refused as ambiguous.',
  );
});

it('goes through 2,000 operations in the time of a request', () => {
  const lines = Array.from({ length: 2_000 }, (_, at) => `GET /noun-${at % 50}/{id}/${at}`);
  const startedAt = performance.now();
  expect(blocked(lines)).toEqual([]);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
