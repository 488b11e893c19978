import {
  type ApiDocument,
  type ReadResult,
  type Specification,
  type UnreadableDocument,
  unreadable,
} from './api-document';
import { checkLimits } from './check-limits';
import { extractOperations } from './extract-operations';
import { Flaws, toProblem } from './flaws';
import { field, isJsonObject, type JsonObject } from './json-object';
import { shownText } from './operation-texts';
import { notAnObject, parseSource } from './parse-source';
import { readServers } from './read-servers';
import { readSpecification } from './read-specification';
import { validateDocument } from './validate-document';

const MAX_TITLE_LENGTH = 200;

/**
 * Reads an OpenAPI 3.0, 3.1 or 3.2 or Swagger 2.0 document, JSON or YAML in UTF-8 or the gzip of
 * one, of at most 32 MB. What is wrong with a part of it is a flaw of the document; only what leaves
 * nothing to import refuses it, with the place. Never throws, fetches nothing. Takes a moment of
 * pure computation: servers call `readApiDocumentInWorker`.
 */
export async function readApiDocument(source: string | Uint8Array): Promise<ReadResult> {
  const flaws = new Flaws();
  const parsed = await parseSource(source, flaws);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  if (!isJsonObject(root)) return notAnObject(root);
  const excess = checkLimits(root, flaws);
  if (excess) return unreadable('document_too_complex', excess.message, [excess]);
  const specification = readSpecification(root, flaws);
  if (typeof specification !== 'string') return specification;
  const operations = extractOperations(root, flaws);
  if ('code' in operations) return operations;
  if (leavesNothing(operations, flaws)) return nothingLeft(flaws);
  validateDocument(root, specification, flaws);
  return { ok: true, document: toDocument(root, specification, operations, flaws) };
}

function toDocument(
  root: JsonObject,
  specification: Specification,
  operations: Pick<ApiDocument, 'operations' | 'clashes'>,
  flaws: Flaws,
): ApiDocument {
  const info = field(root, 'info');
  const servers = readServers(root, specification, flaws);
  return {
    specification,
    title: infoText(info, 'title', flaws),
    version: infoText(info, 'version', flaws),
    servers,
    ...operations,
    saysNoPaths: saysNoPaths(field(root, 'paths')),
    flaws: flaws.report(),
  };
}

const saysNoPaths = (paths: unknown): boolean =>
  isJsonObject(paths) && Object.keys(paths).every((name) => name.startsWith('x-'));

function infoText(info: unknown, name: string, flaws: Flaws): string {
  const value = isJsonObject(info) ? field(info, name) : undefined;
  const path = `/info/${name}`;
  const text = shownText(value, MAX_TITLE_LENGTH, path, flaws);
  if (typeof value === 'number') {
    const message = `The ${name} is a number, read as ${text}. Write it in quotes to keep it as it is.`;
    flaws.add('version_changed', path, message);
  }
  return text;
}

/** Importing nothing in the place of what stands there would take every grant away. */
const leavesNothing = (
  { operations, clashes }: Pick<ApiDocument, 'operations' | 'clashes'>,
  flaws: Flaws,
): boolean => operations.length + clashes.length === 0 && flaws.count('operation_left_out') > 0;

function nothingLeft(flaws: Flaws): UnreadableDocument {
  const count = flaws.count('operation_left_out');
  const { listed } = flaws.report();
  const problems = listed.filter(({ code }) => code === 'operation_left_out').map(toProblem);
  return unreadable(
    'document_invalid',
    count > problems.length
      ? `None of the operations of the document can be imported, for ${count} reasons.`
      : 'None of the operations of the document can be imported.',
    problems,
  );
}
