import {
  SPECIFICATIONS,
  type Specification,
  type UnreadableDocument,
  unreadable,
} from './api-document';
import type { Flaws } from './flaws';
import { field, type JsonObject } from './json-object';
import { quote } from './text';

/** Which specification a document follows; a number counts, or `v3.0.3`, with a flaw. */
export function readSpecification(
  root: JsonObject,
  flaws: Flaws,
): Specification | UnreadableDocument {
  const name = (field(root, 'swagger') ?? null) === null ? 'openapi' : 'swagger';
  const version = field(root, name);
  const path = `/${name}`;
  if (version === undefined || version === null) {
    return unsupported(path, 'The document has no "openapi" or "swagger" field with its version.');
  }
  const plain = typeof version === 'string' ? withoutFrills(version) : version;
  const found = SPECIFICATIONS.find((one) => {
    if ((one === '2.0') !== (name === 'swagger')) return false;
    return typeof plain === 'number' ? plain === Number(one) : isOf(plain, one);
  });
  if (found === undefined) {
    const given = typeof version === 'object' ? typeof version : String(version);
    return unsupported(
      path,
      `OpenAPI 3.0, 3.1 and 3.2 and Swagger 2.0 can be read, not ${name} ${quote(given)}.`,
    );
  }
  const written = found === '2.0' ? '2.0' : `${found}.0`;
  if (typeof plain === 'number' || plain !== version) {
    const what = typeof version === 'string' ? quote(version) : 'a number';
    const message = `The version is ${what}, read as ${found}. Write it as a text: ${name}: "${written}".`;
    flaws.add('version_changed', path, message);
  }
  return found;
}

/** `"3"` is the number it would be without quotes. */
function withoutFrills(version: string): string | number {
  const text = version.trim().replace(/^v/i, '');
  return /^\d$/.test(text) ? Number(text) : text;
}

const isOf = (version: unknown, specification: Specification): boolean =>
  typeof version === 'string' &&
  version.startsWith(specification) &&
  (specification === '2.0' ? /^$/ : /^(?:\.\d.*)?$/).test(version.slice(specification.length));

const unsupported = (path: string, message: string) =>
  unreadable('document_unsupported', message, [{ path, message }]);
