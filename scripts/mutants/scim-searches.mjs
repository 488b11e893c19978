import { handling } from './handling.mjs';

const filter = (...rest) => handling('scim-filter', ...rest);
const match = (...rest) => handling('match-filter', ...rest);

export const SCIM_SEARCHES = [
  handling(
    'project',
    'what is excluded is sent all the same',
    'return withoutBlanks(without(type, resource, excludedAttributes));',
    'return resource;',
    ['get-without-name'],
  ),
  handling(
    'app/scim/read-request',
    'nothing is excluded',
    "excludedAttributes: listOf(query.getAll('excludedAttributes')),",
    'excludedAttributes: null,',
    ['entra-get-without-members', 'get-without-name'],
  ),
  handling('search', 'a user name is compared letter by letter', '= lower(', '= (', [
    'okta-probe-list',
  ]),
  handling(
    'search',
    'to find nobody is an error',
    'const sorted = sortBy',
    "if (found.length === 0) throw new Error('nobody');\n    const sorted = sortBy",
    ['entra-probe-by-name', 'filter-case-exact-id'],
  ),
  handling(
    'search',
    'the order is never turned round',
    'return descending ? sorted.reverse() : sorted;',
    'return sorted;',
    ['list-sorted'],
  ),
  handling('search-input', 'a page begins before the first', 'Math.max(1, at)', 'at', [
    'list-out-of-range',
  ]),
  handling(
    'app/scim/read-request',
    'a search that is posted finds all',
    "...given('filter'), ...given('sortBy')",
    "...given('sortBy')",
    ['search-posted'],
  ),
  filter(
    'and binds as or does',
    "this.readJoined('or', () => this.readJoined('and', () => this.readOne(depth)))",
    "this.readJoined('and', () => this.readJoined('or', () => this.readOne(depth)))",
    ['filter-precedence'],
  ),
  filter(
    'an operator is written in small letters',
    'const comparison = token.text.toLowerCase();',
    'const comparison = token.text;',
    ['filter-element'],
  ),
  filter(
    'nothing follows a bracket',
    "if (kind !== 'word' || !text.startsWith('.')) return",
    'if (true) return',
    ['filter-element-path'],
  ),
  filter('false is no value', "if (word === 'false') return false;", '', ['filter-boolean']),
  filter(
    'any word is an operator',
    "if (token.kind !== 'word' || !COMPARISONS.has(comparison)) {",
    "if (token.kind !== 'word') {",
    ['wrong-filter'],
  ),
  handling(
    'check-filter',
    'a filter by what nobody has finds nobody',
    'null : unknown(path);',
    'null : null;',
    ['wrong-filter-attribute'],
  ),
  handling(
    'check-filter',
    'a boolean is greater than another',
    "if (!isEquality && (type === 'boolean' || type === 'binary')) {",
    'if (false) {',
    ['wrong-filter-comparison'],
  ),
  match(
    'a type that lacks an attribute passes no filter',
    'passes(filter, (path) => findIn(type, path, resource));',
    "passes(filter, (path) => findIn(type, path, resource) ?? ((): never => { throw new Error('lacks') })());",
    ['filter-across-types'],
  ),
  match(
    'not says nothing',
    'return !passes(filter.filter, find);',
    'return passes(filter.filter, find);',
    ['filter-not'],
  ),
  match(
    'a time is compared as nothing',
    'return Number.isNaN(time) ? null : time;',
    'return null;',
    ['filter-times'],
  ),
  handling(
    'scim-path',
    'the name of the type itself is unknown',
    'urn === null || urn.toLowerCase() === type.schema.id.toLowerCase()',
    'urn === null',
    ['filter-urn'],
  ),
  handling(
    'targets',
    'an id must look like one of ours',
    'z.string().min(1).max(100)',
    'z.string().regex(/^sc[ug]_/)',
    ['entra-probe-random-id'],
  ),
];
