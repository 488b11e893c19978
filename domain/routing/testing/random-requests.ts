import fc from 'fast-check';
import type { RoutedOperation } from '../compile-routes';
import { HABITS, type Habit, type ServerModel } from './server-model';

// Generators for match-request.safety.test.ts: catalogues, requests and servers full of traps.
const LITERALS = ['users', 'me', 'Me', 'a', 'b', 'k', 'me.json', 'caf%C3%A9', 'x y', 'c++', '1'];
const templateSegment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...LITERALS) },
  { weight: 3, arbitrary: fc.constant('{}') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{}.{}', '{}...{}', '{}.json', 'v{}', '{}:go', '{}20', '{}b{}'),
  },
  { weight: 1, arbitrary: fc.constant('{...}') },
);

/** Numbers the parameters, so that every template has unique names. */
function named(template: string): string {
  let count = 0;
  return template.replaceAll(/\{(\.\.\.)?\}/g, (_, dots = '') => {
    count += 1;
    return `{p${count}${dots}}`;
  });
}

const template = fc
  .tuple(fc.array(templateSegment, { maxLength: 4 }), fc.boolean())
  .filter(([parts]) => parts.filter((part) => part === '{...}').length <= 1)
  .map(([parts, slash]) => named(`/${parts.join('/')}${slash && parts.length > 0 ? '/' : ''}`));

export const operations = fc
  .uniqueArray(fc.tuple(fc.constantFrom('GET', 'HEAD', 'DELETE'), template), {
    minLength: 1,
    maxLength: 8,
    selector: ([method, path]) => `${method} ${path}`,
  })
  .map((routes) =>
    routes.map(
      ([method, pathTemplate], index): RoutedOperation => ({
        operation: `op${index}`,
        method,
        pathTemplate,
      }),
    ),
  );

const NASTY = [
  ...[
    '',
    '.',
    '..',
    '...',
    '%2e',
    '%2E%2e',
    '.%2e',
    '%252e%252e',
    '%2f',
    'a%2Fb',
    '%5c',
    '\\',
    'a\\b',
  ],
  ...[
    ';',
    'me;v=1',
    'me%3bv',
    ';a/',
    '%00',
    'me%00',
    'me%0a',
    '%61',
    '%6De',
    '%25',
    '%',
    '%zz',
    '%2',
  ],
  ...[
    'me%20',
    '%20',
    '+',
    'me+',
    'ME',
    'USERS',
    'uSers',
    'me.JSON',
    'me.xml',
    'me.',
    '.me',
    'users.json',
  ],
  ...[
    '%C3%A9',
    'caf%C3%89',
    'cafe%CC%81',
    'é',
    '%EF%BC%8F',
    'a%EF%BC%8Fb',
    '%E2%84%AA',
    '%EF%BC%8E%EF%BC%8E',
  ],
  ...[
    'u%C5%BFers',
    '%C0%AF',
    '%ff',
    'me%E2%80%8B',
    '%C2%AD',
    '%E2%80%A6',
    '#',
    'me#a',
    'me%23',
    '?',
    'me%3f',
  ],
  ...[
    'a%40b',
    '%40',
    'me%3Ago',
    '%3Ago',
    'a%2Cb%2B',
    '%2B',
    'me%2Ejson',
    '%76%31',
    'a%62c',
    '100%25',
    '%2541',
    '%25%34%31',
    '%2525',
    'a%2Fb',
    'me%2Fa',
    'a%2Fme',
    'a%2F..%2Fme',
    'a%2F%2Fb',
    '%2Fme',
    'me%2F',
    '%20%3Ago',
    ' :GO',
    '%20:GO',
    'x%2520',
    'x%20',
    'a%2F%20',
    '%EF%BC%85%34%31',
    '%25%EF%BC%94%31',
    'me%3D%26%27%5B%5D',
  ],
  ...[
    'x%20y',
    'X%20Y',
    'x+y',
    'a...b',
    'a.b',
    'v1',
    'V1',
    'a:go',
    'a%3Ago',
    '{p}',
    '%7Bp%7D',
    'c++',
    'c',
    '1',
  ],
];
const requestSegment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...LITERALS) },
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom(...'amME.%;\\+25efEF c/'), maxLength: 6 }),
  },
);
const rawPath = fc
  .tuple(fc.array(requestSegment, { maxLength: 4 }), fc.constantFrom('', '', '/', '?a=/b', '/?'))
  .map(([parts, end]) => `/${parts.join('/')}${end}`);

/** A request made from one of the templates, spoilt in one place. */
const requestFor = (operations: readonly RoutedOperation[]) =>
  fc
    .tuple(fc.constantFrom(...operations), requestSegment, fc.nat(60), fc.nat(3), requestSegment)
    .map(([{ method, pathTemplate }, value, at, removed, inserted]) => {
      const several = at % 2 === 0 ? value : `${inserted}/${value}`;
      const path = pathTemplate
        .replaceAll(/\{[^}]*\.\.\.\}/g, () => several)
        .replaceAll(/\{[^}]*\}/g, () => value);
      return { method, path, spoilt: path.slice(0, at) + inserted + path.slice(at + removed) };
    });

const habit = fc.constantFrom(...(Object.keys(HABITS) as Habit[]));
export const server: fc.Arbitrary<ServerModel> = fc.record({
  habits: fc.uniqueArray(habit, { maxLength: 13 }),
  splitsFirst: fc.boolean(),
  ignoresCase: fc.boolean(),
  ignoresTrailingSlash: fc.boolean(),
  takesFormatSuffix: fc.boolean(),
  headFirst: fc.boolean(),
  multiTakesNothing: fc.boolean(),
  preference: fc.constantFrom('leftmost', 'rightmost', 'most literals'),
});

export const situation = operations.chain((given) =>
  fc.record({
    options: fc.record({ ignoresTrailingSlash: fc.boolean() }),
    operations: fc.constant(given),
    method: fc.constantFrom('GET', 'HEAD', 'DELETE', 'get', 'OPTIONS'),
    path: rawPath,
    request: requestFor(given),
  }),
);
