import {
  type DocumentProblem,
  MOST_PROBLEMS,
  type ReadResult,
  type Specification,
  type UnreadableDocument,
  unreadable,
} from './api-document';
import { extractOperations } from './extract-operations';
import { notAnObject, parseSource } from './parse-source';
import { field, isJsonObject, type JsonObject } from './path-items';
import { suggestAddress } from './suggest-address';
import { surveyValue } from './survey-value';
import { displayText, quote } from './text';
import { validateDocument } from './validate-document';

const LONGEST_TITLE = 200;

/**
 * Reads an OpenAPI 3.0 or 3.1 or Swagger 2.0 document, JSON or YAML in UTF-8, of at most 32 MB.
 * Bad input is an answer that says where, never an exception; nothing is fetched. Takes a moment of
 * pure computation: servers call `readApiDocumentInWorker`.
 */
export async function readApiDocument(source: string | Uint8Array): Promise<ReadResult> {
  const parsed = parseSource(source);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  if (!isJsonObject(root)) return notAnObject(root);
  const { excess, externalReferences } = surveyValue(root);
  if (excess) return unreadable('document_too_complex', excess.message, [excess]);
  const specification = readSpecification(root);
  if (typeof specification !== 'string') return specification;
  const problems = validateDocument(root, specification);
  if (problems.length > 0) {
    return invalidDocument(`The document is not valid OpenAPI ${specification}.`, problems);
  }
  return readDocument(root, specification, externalReferences);
}

function readDocument(
  root: JsonObject,
  specification: Specification,
  externalReferences: readonly DocumentProblem[],
): ReadResult {
  const { operations, errors, warnings } = extractOperations(root);
  if (errors.length > 0) {
    return invalidDocument('The operations of the document can’t be imported.', errors);
  }
  const info = field(root, 'info');
  const title = infoText(info, 'title');
  const version = infoText(info, 'version');
  if (title === null || version === null) {
    const path = title === null ? '/info/title' : '/info/version';
    const message = 'A text holds no control characters but white space.';
    return invalidDocument(message, [{ path, message }]);
  }
  return {
    ok: true,
    document: {
      specification,
      title,
      version,
      ...suggestAddress(root, specification),
      operations,
      warnings: [...warnings, ...externalReferences].slice(0, MOST_PROBLEMS),
    },
  };
}

const invalidDocument = (
  message: string,
  problems: readonly DocumentProblem[],
): UnreadableDocument => unreadable('document_invalid', message, problems);

function infoText(info: unknown, name: string): string | null {
  const value = isJsonObject(info) ? field(info, name) : undefined;
  return typeof value === 'string' ? displayText(value, LONGEST_TITLE) : '';
}

function readSpecification(root: JsonObject): Specification | UnreadableDocument {
  const [name, version] = Object.hasOwn(root, 'swagger')
    ? ['swagger', field(root, 'swagger')]
    : ['openapi', field(root, 'openapi')];
  const path = `/${name}`;
  const unsupported = (message: string) =>
    unreadable('document_unsupported', message, [{ path, message }]);
  if (version === undefined) {
    return unsupported('The document has no "openapi" or "swagger" field with its version.');
  }
  if (typeof version !== 'string') {
    return unsupported(
      `The version is a text: write ${name}: "${name === 'swagger' ? '2.0' : '3.1.0'}".`,
    );
  }
  if (name === 'swagger' && version === '2.0') return '2.0';
  if (name === 'openapi' && /^3\.0\.\d/.test(version)) return '3.0';
  if (name === 'openapi' && /^3\.1\.\d/.test(version)) return '3.1';
  return unsupported(
    `OpenAPI 3.0 and 3.1 and Swagger 2.0 can be read, not ${name} ${quote(version)}.`,
  );
}
