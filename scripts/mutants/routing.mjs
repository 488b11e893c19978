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
const compare = of('compare-routes');
const collect = of('collect-routes');
const base = of('base-path');
const select = of('select-api');
const host = of('host-name');

export const ROUTING = [
  scan('an empty segment is let through', "if (segment === '') return 'doubled_slash';", ''),
  scan(
    'a dot segment is let through',
    "return 'doubled_slash';\n    if (segment === '.' || segment === '..') return 'dot_segment';",
    "return 'doubled_slash';",
  ),
  scan(
    'a dot segment is let through when it is escaped',
    "decoded) {\n      if (segment === '.' || segment === '..') return 'dot_segment';",
    'decoded) {',
  ),
  scan('a path of any length is read', "if (end > MAX_PATH_LENGTH) return 'too_long';", ''),
  scan(
    'a path without its slash is read',
    "return 'not_origin_form';",
    "return scanPath('/' + rawPath);",
  ),
  scan(
    'nobody looks at what only folding shows',
    'if (folded.some((segment, at) => foldsToSomethingElse(segments[at] as string, segment))) {',
    'if (folded.length < 0) {',
  ),
  match(
    'templates that overlap are not contested',
    "return 'templates_contest';",
    'return winner;',
  ),
  match(
    'a HEAD route that is asked first is not contested',
    'continue;\n    if (!winner.isPlain || asksHeadFirst(winner, route)) return true;',
    'continue;\n    if (!winner.isPlain) return true;',
  ),
  match(
    'a format at the end is not contested',
    'if (suffixed === null) return false;',
    'return false;',
  ),
  match(
    'a slash at the end makes no difference to anybody else',
    ' || isContestedBySlash(winner, path, candidates)',
    '',
  ),
  match(
    'a literal takes what is escaped without need',
    'if (takesEscapes(winner, path)) return winner;',
    'return winner;',
  ),
  match(
    'a server that decodes before it splits may choose another',
    "if (chosen === null || chosen !== other) return ambiguous('encoded_slash');",
    'if (chosen === null) return UNKNOWN;',
  ),
  compare(
    'a literal matches whatever its case',
    "if (expected.kind === 'literal' && expected.text !== actual) return false;",
    '',
  ),
  compare(
    'one parameter goes before several segments everywhere',
    'parameter: 2, multi: 2',
    'parameter: 2, multi: 3',
  ),
  collect('a parameter between texts may be empty', 'return end > from;', 'return end >= from;'),
  compile(
    'GET does not stand in for HEAD',
    'if (headTemplates.has(route.normalised)) continue;',
    'continue;',
  ),
  select(
    'the shorter base path wins',
    'depthOf(mount) <= depthOf(best)',
    'depthOf(mount) >= depthOf(best)',
  ),
  base(
    'a base path is any beginning',
    "return rest.startsWith('/') ? rest : null;",
    "return rest.startsWith('/') ? rest : '/'.concat(rest);",
  ),
  base(
    'a variable of a base path takes anything',
    'expected === null ? !PLAIN.test(actual) : expected !== actual',
    'expected !== null && expected !== actual',
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
