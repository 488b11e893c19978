import { type DocumentProblem, MOST_PROBLEMS } from './api-document';
import { DEEPEST_NESTING, MOST_VALUES, TOO_DEEP, TOO_MANY } from './survey-text';
import { pointer, quote } from './text';

export interface ValueSurvey {
  /** Set where the value, its aliases written out, is deeper or larger than allowed. */
  readonly excess: DocumentProblem | null;
  /** References to other documents, which are never fetched; the first few. */
  readonly externalReferences: readonly DocumentProblem[];
}

interface Visit {
  readonly value: object;
  readonly depth: number;
  readonly parent: Visit | null;
  readonly key: string;
}

/**
 * Walks the whole value as a validator would, without recursion, and stops early where YAML aliases
 * make it huge or endless.
 */
export function surveyValue(root: object): ValueSurvey {
  const stack: Visit[] = [{ value: root, depth: 1, parent: null, key: '' }];
  const externalReferences: DocumentProblem[] = [];
  let values = 1;
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { value, depth } = visit;
    if (depth > DEEPEST_NESTING) {
      return { excess: { path: pathOf(visit), message: TOO_DEEP }, externalReferences };
    }
    for (const [key, child] of Object.entries(value)) {
      values += 1;
      if (values > MOST_VALUES) {
        return { excess: { path: pathOf(visit), message: TOO_MANY }, externalReferences };
      }
      if (typeof child === 'object' && child !== null) {
        stack.push({ value: child, depth: depth + 1, parent: visit, key });
      } else if (key === '$ref' && isExternal(child) && externalReferences.length < MOST_PROBLEMS) {
        externalReferences.push({ path: pathOf(visit), message: externalMessage(child) });
      }
    }
  }
  return { excess: null, externalReferences };
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
