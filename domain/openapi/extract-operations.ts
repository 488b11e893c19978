import { parsePathTemplate } from '@/domain/routing/path-template';
import {
  type DocumentProblem,
  type ImportedOperation,
  MOST_OPERATIONS,
  MOST_PROBLEMS,
} from './api-document';
import { deriveOperationId, operationIdProblem } from './operation-id';
import {
  type FoundOperation,
  field,
  findOperations,
  isJsonObject,
  type JsonObject,
} from './path-items';
import { displayText, pointer, quote } from './text';

const LONGEST_SUMMARY = 500;
const MOST_TAGS = 20;
const LONGEST_TAG = 100;

export interface Extraction {
  readonly operations: readonly ImportedOperation[];
  readonly errors: readonly DocumentProblem[];
  readonly warnings: readonly DocumentProblem[];
}

/** All operations under `paths`, or the first problems that forbid to import them. */
export function extractOperations(root: JsonObject): Extraction {
  const collector = new Collector();
  const paths = field(root, 'paths');
  for (const [pathTemplate, item] of isJsonObject(paths) ? Object.entries(paths) : []) {
    if (pathTemplate.startsWith('x-')) continue;
    const path = pointer('/paths', pathTemplate);
    addPathItem(collector, root, { pathTemplate, item, path });
    if (collector.isFull()) break;
  }
  return collector;
}

function addPathItem(
  collector: Collector,
  root: JsonObject,
  { pathTemplate, item, path }: { pathTemplate: string; item: unknown; path: string },
): void {
  const normalised = readTemplate(collector, pathTemplate, path);
  if (normalised === null) return;
  const found = findOperations(root, item, path);
  if ('message' in found) collector.errors.push(found);
  else for (const operation of found) collector.add(operation, pathTemplate, normalised, path);
}

function readTemplate(collector: Collector, pathTemplate: string, path: string): string | null {
  const parsed = parsePathTemplate(pathTemplate);
  if (!parsed.ok) {
    collector.errors.push({ path, message: parsed.message });
    return null;
  }
  if (parsed.template.route === null) {
    collector.warn(path, 'Every request for this path would be ambiguous, so none will match it.');
  }
  return parsed.template.normalised;
}

class Collector implements Extraction {
  readonly operations: ImportedOperation[] = [];
  readonly errors: DocumentProblem[] = [];
  readonly warnings: DocumentProblem[] = [];
  readonly #pathByRoute = new Map<string, string>();
  readonly #pathById = new Map<string, string>();

  isFull(): boolean {
    if (this.operations.length > MOST_OPERATIONS) {
      const message = `The document has more than ${MOST_OPERATIONS} operations.`;
      this.errors.splice(0, this.errors.length, { path: '/paths', message });
    }
    return this.errors.length >= MOST_PROBLEMS || this.operations.length > MOST_OPERATIONS;
  }

  warn(path: string, message: string): void {
    if (this.warnings.length < MOST_PROBLEMS) this.warnings.push({ path, message });
  }

  /** Reads one operation and keeps it, unless its route or its id is taken or can't be stored. */
  add(found: FoundOperation, pathTemplate: string, normalised: string, itemPath: string): void {
    const { method, path, operation } = found;
    const route = `${method} ${normalised}`;
    const place = pointer(itemPath, method.toLowerCase());
    this.#claim(
      this.#pathByRoute,
      route,
      place,
      'The same method and path, but for the names of parameters, also stand',
    );
    const given = field(operation, 'operationId');
    const operationId = given === undefined ? deriveOperationId(method, pathTemplate) : given;
    const idPath = given === undefined ? path : pointer(path, 'operationId');
    if (typeof operationId !== 'string') {
      this.errors.push({ path: idPath, message: 'An operationId is a text.' });
      return;
    }
    const problem = operationIdProblem(operationId);
    if (problem !== null) {
      this.errors.push({ path: idPath, message: problem });
      return;
    }
    this.#claim(
      this.#pathById,
      operationId,
      place,
      `The operationId ${quote(operationId)} also stands`,
    );
    this.operations.push({
      operationId,
      derived: given === undefined,
      method,
      pathTemplate,
      summary: this.#text(field(operation, 'summary'), LONGEST_SUMMARY, pointer(path, 'summary')),
      tags: this.#tags(field(operation, 'tags'), pointer(path, 'tags')),
      deprecated: field(operation, 'deprecated') === true,
    });
    if (field(operation, 'servers') !== undefined) {
      this.warn(pointer(path, 'servers'), 'Servers of a single operation are not used.');
    }
  }

  #claim(taken: Map<string, string>, key: string, path: string, message: string): void {
    const other = taken.get(key);
    if (other === undefined) taken.set(key, path);
    else this.errors.push({ path, message: `${message} at ${other}.` });
  }

  #tags(value: unknown, path: string): string[] {
    if (!Array.isArray(value)) return [];
    const texts = value
      .slice(0, MOST_TAGS)
      .map((tag: unknown, index) => this.#text(tag, LONGEST_TAG, pointer(path, index)));
    return [...new Set(texts)].filter((text) => text !== '');
  }

  #text(value: unknown, limit: number, path: string): string {
    if (typeof value !== 'string') return '';
    const text = displayText(value, limit);
    if (text === null) {
      this.errors.push({ path, message: 'A text holds no control characters but white space.' });
    }
    return text ?? '';
  }
}
