import {
  SPECIFICATIONS,
  type Specification,
  type UnreadableDocument,
  unreadable,
} from './api-document';
import type { Flaws } from './flaws';
import { field, type JsonObject } from './json-object';
import { quote } from './text';

/** Which specification a document follows; a version that is a number counts, with a flaw. */
export function readSpecification(
  root: JsonObject,
  flaws: Flaws,
): Specification | UnreadableDocument {
  const name = Object.hasOwn(root, 'swagger') ? 'swagger' : 'openapi';
  const version = field(root, name);
  const path = `/${name}`;
  if (version === undefined || version === null) {
    return unsupported(path, 'The document has no "openapi" or "swagger" field with its version.');
  }
  const found = SPECIFICATIONS.find((one) => {
    if ((one === '2.0') !== (name === 'swagger')) return false;
    return typeof version === 'number' ? version === Number(one) : isOf(version, one);
  });
  if (found === undefined) {
    const given = typeof version === 'object' ? typeof version : String(version);
    return unsupported(
      path,
      `OpenAPI 3.0, 3.1 and 3.2 and Swagger 2.0 can be read, not ${name} ${quote(given)}.`,
    );
  }
  const written = found === '2.0' ? '2.0' : `${found}.0`;
  if (typeof version === 'number') {
    const message = `The version is a number, read as ${found}. Write it as a text: ${name}: "${written}".`;
    flaws.add('version_changed', path, message);
  }
  return found;
}

const isOf = (version: unknown, specification: Specification): boolean =>
  typeof version === 'string' &&
  version.startsWith(specification) &&
  (specification === '2.0' ? /^$/ : /^(?:\.\d.*)?$/).test(version.slice(specification.length));

const unsupported = (path: string, message: string) =>
  unreadable('document_unsupported', message, [{ path, message }]);
