import { holdsSecret } from '@/db/secrets/withhold-secrets';
import { takenLiterally } from '@/domain/routing/foreign-notation';
import { parsePathTemplate } from '@/domain/routing/path-template';
import {
  type ApiDocument,
  type DocumentProblem,
  MAX_OPERATIONS,
  type UnreadableDocument,
  unreadable,
} from './api-document';
import { externalMessage } from './check-limits';
import type { Flaws } from './flaws';
import { field, isJsonObject, type JsonObject, kindOf } from './json-object';
import { follow } from './local-reference';
import { multiSegmentNames, spreadParameters } from './multi-segment';
import { nameOperations } from './name-operations';
import { readTexts } from './operation-texts';
import { type PathItemReading, readPathItem } from './path-items';
import { warnOfServers } from './read-servers';
import { type Described, tellApart } from './tell-apart';
import { pointer, quote } from './text';

type Extraction = Pick<ApiDocument, 'operations' | 'clashes'>;

/**
 * All operations under `paths` that can be told apart, and the clashes between the others. What is
 * wrong with one operation leaves it out; too many of them, and parts in other files, refuse all.
 */
export function extractOperations(root: JsonObject, flaws: Flaws): Extraction | UnreadableDocument {
  const paths = readPaths(root);
  if ('code' in paths) return paths;
  const described: Described[] = [];
  const external: DocumentProblem[] = [];
  for (const [template, item] of Object.entries(paths.items)) {
    if (template.startsWith('x-')) continue;
    const place = pointer(paths.path, template);
    const reading = readPathItem(root, item, place);
    for (const { path, reference } of reading.external) {
      external.push({ path, message: externalMessage(reference) });
    }
    for (const { code, place: at, message } of reading.flaws) flaws.add(code, at, message);
    if (isJsonObject(item)) warnOfServers(item, place, flaws);
    for (const [written, some] of byWrittenPath(root, template, item, reading)) {
      described.push(...describeItem(template, written, place, some, flaws));
    }
    if (described.length > MAX_OPERATIONS) return tooMany();
  }
  if (external.length > 0) return unbundled(external);
  return tellApart(nameOperations(described, flaws), flaws);
}

/** Operations by their path as it is to be matched: each says itself which parameter spreads. */
function byWrittenPath(
  root: JsonObject,
  template: string,
  item: unknown,
  reading: PathItemReading,
): Map<string, PathItemReading> {
  const shared = isJsonObject(item) ? [item] : [];
  const groups = new Map<string, PathItemReading>();
  const plain = withoutSuffix(template);
  if (reading.operations.length === 0) groups.set(plain, reading);
  for (const found of reading.operations) {
    const names = multiSegmentNames(root, [...shared, found.operation]);
    const written = spreadParameters(plain, names);
    const operations = [...(groups.get(written)?.operations ?? []), found];
    groups.set(written, { ...reading, operations });
  }
  return groups;
}

/** The object of all path items, which may itself stand elsewhere in the document. */
function readPaths(
  root: JsonObject,
): { readonly items: JsonObject; readonly path: string } | UnreadableDocument {
  const paths = field(root, 'paths');
  if (paths === undefined || paths === null) return { items: {}, path: '/paths' };
  if (!isJsonObject(paths)) return notPaths(paths, '/paths');
  const followed = follow(root, paths, '/paths');
  if (followed === null) return { items: paths, path: '/paths' };
  const { path } = followed;
  if (!('problem' in followed)) {
    return isJsonObject(followed.value)
      ? { items: followed.value, path }
      : notPaths(followed.value, path);
  }
  const problem = { path, message: followed.problem };
  return followed.external === null
    ? unreadable('document_invalid', followed.problem, [problem])
    : unbundled([problem]);
}

const notPaths = (value: unknown, path: string): UnreadableDocument => {
  const message = `The field "paths" is an object of paths, not ${kindOf(value)}.`;
  return unreadable('document_invalid', message, [{ path, message }]);
};

const unbundled = (external: readonly DocumentProblem[]): UnreadableDocument =>
  unreadable(
    'document_unbundled',
    'Parts of this document are in other files, which are never fetched. Bundle it first, for example with "npx @redocly/cli bundle openapi.yaml -o bundled.yaml", and import the result.',
    external,
  );

const tooMany = (): UnreadableDocument => {
  const message = `The document has more than ${MAX_OPERATIONS} operations.`;
  return unreadable('document_invalid', message, [{ path: '/paths', message }]);
};

/** The operations of a path that requests can be for. */
function describeItem(
  template: string,
  pathTemplate: string,
  place: string,
  { operations }: PathItemReading,
  flaws: Flaws,
): Described[] {
  const parsed = holdsSecret(template)
    ? { ok: false as const, message: 'The path holds the secret of a token.' }
    : parsePathTemplate(pathTemplate);
  if (!parsed.ok) {
    const methods = operations.map(({ method }) => method).join(', ');
    const what = `${methods} ${quote(template)}`.trim();
    flaws.add('operation_left_out', place, `Left out ${what}: ${parsed.message}`);
    return [];
  }
  const { route, normalised } = parsed.template;
  if (route === null) {
    const message = 'Every request for this path would be ambiguous, so none will match it.';
    flaws.add('path_unreachable', place, message);
  }
  const literal = route && takenLiterally(route.segments);
  if (literal) flaws.add('path_taken_literally', place, literal);
  return operations.map((found) => {
    warnOfServers(found.operation, found.path, flaws);
    const texts = readTexts(found, flaws);
    return { ...found, template, pathTemplate, route: `${found.method} ${normalised}`, texts };
  });
}

/** What stands before the first `?` or `#` that is not inside a parameter. */
function withoutSuffix(template: string): string {
  let inside = false;
  for (let at = 0; at < template.length; at += 1) {
    const character = template[at];
    if (character === '{') inside = true;
    else if (character === '}') inside = false;
    else if (!inside && (character === '?' || character === '#')) return template.slice(0, at);
  }
  return template;
}
