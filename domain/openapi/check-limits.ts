import type { DocumentProblem } from './api-document';
import type { Flaws } from './flaws';
import { MAX_NESTING, MAX_VALUES, TOO_DEEP, TOO_MANY } from './scan-json';
import { pointer, quote } from './text';

interface Visit {
  readonly value: object;
  readonly depth: number;
  readonly parent: Visit | null;
  readonly key: string;
}

/**
 * Walks the whole value as a validator would, without recursion, and stops early where YAML aliases
 * make it huge or endless. References to other documents, which are never fetched, are flaws.
 * @returns where the value, its aliases written out, is deeper or larger than allowed
 */
export function checkLimits(root: object, flaws: Flaws): DocumentProblem | null {
  const stack: Visit[] = [{ value: root, depth: 1, parent: null, key: '' }];
  let values = 1;
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { value, depth } = visit;
    if (depth > MAX_NESTING) return { path: pathOf(visit), message: TOO_DEEP };
    for (const [key, child] of Object.entries(value)) {
      values += 1;
      if (values > MAX_VALUES) return { path: pathOf(visit), message: TOO_MANY };
      if (typeof child === 'object' && child !== null) {
        stack.push({ value: child, depth: depth + 1, parent: visit, key });
      } else if (key === '$ref' && isExternal(child)) {
        flaws.add('reference_not_followed', pathOf(visit), externalMessage(child));
      }
    }
  }
  return null;
}

export const isExternal = (reference: unknown): reference is string =>
  typeof reference === 'string' && !reference.startsWith('#');

export const externalMessage = (reference: string): string =>
  `References to other documents are not followed: ${quote(reference)}.`;

function pathOf(visit: Visit): string {
  const keys: string[] = [];
  for (let at: Visit = visit; at.parent !== null; at = at.parent) keys.push(at.key);
  return keys.reverse().reduce(pointer, '');
}
