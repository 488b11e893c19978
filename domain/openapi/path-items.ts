import { cut } from '@/domain/kernel/text';
import type { DocumentProblem } from './api-document';
import { externalMessage, isExternal } from './survey-value';
import { pointer, quote } from './text';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface FoundOperation {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly operation: JsonObject;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own fields only: a document may have, or lack, a field named like something inherited. */
export const field = (object: JsonObject, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/**
 * The operations of one path item, with those of the path item it refers to. References stay within
 * the document; a loop, a dead end, or a method on both sides is a problem.
 */
export function findOperations(
  root: JsonObject,
  item: unknown,
  path: string,
): readonly FoundOperation[] | DocumentProblem {
  const found = new Map<string, FoundOperation>();
  const visited = new Set<unknown>();
  for (let step: Step = { item, path }; ; ) {
    if (!isJsonObject(step.item)) return { path: step.path, message: 'A path item is an object.' };
    if (visited.has(step.item)) return { path, message: 'This path item refers to itself.' };
    visited.add(step.item);
    const problem = addOwnOperations(found, step.item, step.path);
    if (problem) return problem;
    const next = follow(root, step.item, step.path);
    if (next === null) return [...found.values()];
    if ('message' in next) return next;
    step = next;
  }
}

interface Step {
  readonly item: unknown;
  readonly path: string;
}

function addOwnOperations(
  found: Map<string, FoundOperation>,
  item: JsonObject,
  itemPath: string,
): DocumentProblem | null {
  for (const method of METHODS) {
    const operation = field(item, method);
    if (operation === undefined) continue;
    const path = pointer(itemPath, method);
    if (!isJsonObject(operation)) return { path, message: 'An operation is an object.' };
    const other = found.get(method);
    if (other) return { path, message: `This method also stands at ${other.path}.` };
    found.set(method, { method: method.toUpperCase(), path, operation });
  }
  return null;
}

/** The path item that this one refers to; null where it refers to none. */
function follow(
  root: JsonObject,
  item: JsonObject,
  itemPath: string,
): Step | DocumentProblem | null {
  const reference = field(item, '$ref');
  if (reference === undefined) return null;
  const path = pointer(itemPath, '$ref');
  if (typeof reference !== 'string') return { path, message: 'A reference is a text.' };
  if (isExternal(reference)) return { path, message: externalMessage(reference) };
  const target = resolve(root, reference);
  return target === undefined
    ? { path, message: `There is nothing at ${quote(reference)} in the document.` }
    : { item: target, path: cut(decodeFragment(reference) ?? path, 1_000) };
}

/** What a local reference (`#/components/pathItems/x`, RFC 6901 section 6) points at. */
function resolve(root: JsonObject, reference: string): unknown {
  const fragment = decodeFragment(reference);
  if (fragment === null || (fragment !== '' && !fragment.startsWith('/'))) return undefined;
  let value: unknown = root;
  for (const step of fragment.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

function decodeFragment(reference: string): string | null {
  try {
    return decodeURIComponent(reference.slice(1));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
