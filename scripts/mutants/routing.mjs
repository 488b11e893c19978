const of = (file) => (name, find, replace) => ({
  file: `domain/routing/${file}.ts`,
  name,
  find,
  replace,
  tests: ['match-request', 'select-api', 'path-template', 'host-name'].map(
    (test) => `domain/routing/${test}.test.ts`,
  ),
});
const scan = of('scan-path');
const match = of('match-request');
const compile = of('compile-routes');
const select = of('select-api');
const host = of('host-name');

export const ROUTING = [
  scan('an empty segment is let through', "if (segment === '') return 'empty_segment';", ''),
  scan(
    'a dot segment is let through',
    "if (segment === '.' || segment === '..') return 'dot_segment';",
    '',
  ),
  scan('a path of any length is read', "if (end > LONGEST_PATH) return 'too_long';", ''),
  scan(
    'a path without its slash is read',
    "return 'not_origin_form';",
    "return scanPath('/' + rawPath);",
  ),
  scan(
    'nobody looks at what only folding shows',
    "if (folded.some(foldsToSomethingElse)) return 'forbidden_encoding';",
    '',
  ),
  match(
    'templates that overlap are not contested',
    "? ambiguous('overlapping_templates')",
    '? winner.matched',
  ),
  match(
    'a HEAD route that is asked first is not contested',
    'if (!winner.isPlain || asksHeadFirst(winner, route)) return true;',
    'if (!winner.isPlain) return true;',
  ),
  match(
    'a format at the end is not contested',
    'if (suffixed.length === 0) return false;',
    'return false;',
  ),
  match(
    'a literal matches whatever its case',
    "if (expected.kind === 'literal' && expected.text !== actual) return false;",
    '',
  ),
  match('a parameter between texts may be empty', 'return end > from;', 'return end >= from;'),
  compile(
    'GET does not stand in for HEAD',
    'if (headTemplates.has(route.normalised)) continue;',
    'continue;',
  ),
  select(
    'the shorter base path wins',
    'mount.basePath.length > best.basePath.length',
    'mount.basePath.length < best.basePath.length',
  ),
  select(
    'a base path is any beginning',
    "return rest === '' || rest.startsWith('/') ? rest : null;",
    'return rest;',
  ),
  select(
    'nobody looks at an API that fits when read forgivingly',
    'if (best === null || isContested(mounts, best, path)) return null;',
    'if (best === null) return null;',
  ),
  host(
    'a name with an empty label is a host',
    "return name.includes('..') ? null : name;",
    'return name;',
  ),
  host(
    'any number is a port',
    'return port >= 1 && port <= 65_535 ? port : undefined;',
    'return port;',
  ),
];
