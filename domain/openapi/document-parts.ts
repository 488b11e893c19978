import type { Specification } from './api-document';
import { isJsonObject, type JsonObject } from './json-object';
import { pointer } from './text';

/** A document that holds one part of another, in the place where it stands there. */
interface DocumentPart {
  readonly value: JsonObject;
  readonly place: string;
}

/** What only 2.0 keeps at the top; later versions have it under `components`. */
const SHARED_2_0 = ['definitions', 'parameters', 'responses', 'securityDefinitions'];

/**
 * Cuts a document into parts that can be checked one by one: what stands at the top, each path item,
 * each operation, each thing that is shared. A flaw in one then hides none in another.
 */
export function* partsOf(
  document: JsonObject,
  specification: Specification,
): Generator<DocumentPart> {
  const split = specification === '2.0' ? ['paths', ...SHARED_2_0] : ['paths', 'webhooks'];
  const top: Record<string, unknown> = { ...document };
  for (const name of [...split, 'components']) {
    if (isJsonObject(top[name])) top[name] = {};
  }
  yield { value: top, place: '' };
  const frame =
    specification === '2.0'
      ? { swagger: '2.0', info: INFO, paths: {} }
      : { openapi: `${specification}.0`, info: INFO, paths: {} };
  for (const name of split) {
    const section = document[name];
    if (!Object.hasOwn(document, name) || !isJsonObject(section)) continue;
    for (const [key, value] of Object.entries(section)) {
      const place = pointer(`/${name}`, key);
      for (const cut of name === 'paths' || name === 'webhooks' ? itemParts(value) : [value]) {
        yield { value: { ...frame, [name]: own(key, cut) }, place };
      }
    }
  }
  yield* componentParts(document, frame);
}

function* componentParts(document: JsonObject, frame: object): Generator<DocumentPart> {
  const { components } = document;
  if (!Object.hasOwn(document, 'components') || !isJsonObject(components)) return;
  for (const [name, section] of Object.entries(components)) {
    const place = pointer('/components', name);
    if (!isJsonObject(section)) {
      yield { value: { ...frame, components: own(name, section) }, place };
      continue;
    }
    for (const [key, value] of Object.entries(section)) {
      yield {
        value: { ...frame, components: own(name, own(key, value)) },
        place: pointer(place, key),
      };
    }
  }
}

const INFO = { title: '', version: '' };

/** An object with this one field, whatever its name. */
const own = (key: string, value: unknown): JsonObject => Object.fromEntries([[key, value]]);

/** A path item without the operations in it, and each of them alone. */
function itemParts(item: unknown): unknown[] {
  if (!isJsonObject(item)) return [item];
  const entries = Object.entries(item);
  const isOperation = ([name, value]: readonly [string, unknown]) =>
    isJsonObject(value) && METHODS.has(name);
  const rest = Object.fromEntries(entries.filter((entry) => !isOperation(entry)));
  return [rest, ...entries.filter(isOperation).map(([name, value]) => own(name, value))];
}

const METHODS = new Set<string>([
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  'query',
]);
