import { cut } from '@/domain/base/text';
import { externalMessage, isExternal } from './check-limits';
import { field, type JsonObject } from './json-object';
import { pointer, quote } from './text';

export type Followed =
  | { readonly value: unknown; readonly path: string }
  /** `external` is the reference where it leaves the document. */
  | { readonly problem: string; readonly path: string; readonly external: string | null };

/** What the `$ref` of an object leads to; null where it has none. Nothing is fetched. */
export function follow(root: JsonObject, object: JsonObject, at: string): Followed | null {
  const reference = field(object, '$ref');
  if (reference === undefined || reference === null) return null;
  const path = pointer(at, '$ref');
  if (typeof reference !== 'string') {
    return { problem: 'A reference is a text.', path, external: null };
  }
  if (isExternal(reference)) {
    return { problem: externalMessage(reference), path, external: reference };
  }
  const value = resolve(root, reference);
  if (value === undefined) {
    const problem = `There is nothing at ${quote(reference)} in the document.`;
    return { problem, path, external: null };
  }
  return { value, path: cut(decodeFragment(reference) ?? path, 1_000) };
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
