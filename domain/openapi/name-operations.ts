import type { Flaws } from './flaws';
import { field } from './json-object';
import { deriveOperationId, operationIdFlaw } from './operation-id';
import type { FoundOperation } from './path-items';
import { pointer, quote } from './text';

export interface Named<Operation> {
  readonly found: Operation;
  readonly operationId: string;
  readonly derived: boolean;
}

/** An operation with the path that the document writes, and the requests it is for. */
export interface Nameable extends FoundOperation {
  readonly template: string;
  /** Equal for operations that no request tells apart. */
  readonly route: string;
}

/**
 * Names every operation; only operations for the same requests share a name. An id that is missing,
 * empty, too long or taken is derived from method and path. Who was first doesn't depend on the
 * order of the document: paths are compared. An id that hides something leaves its operation out.
 */
export function nameOperations<Operation extends Nameable>(
  operations: readonly Operation[],
  flaws: Flaws,
): Named<Operation>[] {
  const ordered = operations.toSorted(byPath);
  const derivedOf = new Map(ordered.map((found) => [found, derive(found)]));
  const deriving = new Map(ordered.map((found) => [derivedOf.get(found) ?? '', found]));
  const taken = new Map<string, Operation>();
  const names = new Map<Operation, Named<Operation>>();
  for (const found of ordered) {
    const given = givenId(found);
    const place = given === null ? found.path : pointer(found.path, 'operationId');
    const derived = derivedOf.get(found) ?? '';
    const problem = given === null ? null : operationIdFlaw(given);
    if (given !== null && problem?.hides) {
      flaws.add('operation_left_out', place, `Left out: ${problem.message}`);
      continue;
    }
    const reason = problem?.message ?? (given === null ? null : takenBy(given, found));
    const operationId = given === null || reason !== null ? derived : given;
    if (reason !== null) {
      const message = `${reason} ${found.method} ${quote(found.template)} is named ${quote(derived)} instead.`;
      flaws.add('operation_id_derived', place, message);
    }
    if (!taken.has(operationId)) taken.set(operationId, found);
    names.set(found, { found, operationId, derived: operationId === derived });
  }
  return operations.flatMap((found) => names.get(found) ?? []);

  function takenBy(id: string, { route }: Operation): string | null {
    const other = taken.get(id);
    if (other !== undefined && other.route !== route) {
      return `The operationId ${quote(id)} also stands at ${other.path}.`;
    }
    const owner = deriving.get(id);
    return owner === undefined || owner.route === route
      ? null
      : `The operationId ${quote(id)} is the one derived for ${owner.path}.`;
  }
}

/** The id as the document gives it; null where it gives none. */
function givenId({ operation }: FoundOperation): string | null {
  const given = field(operation, 'operationId');
  if (typeof given === 'string') return given;
  return typeof given === 'number' || typeof given === 'boolean' ? String(given) : null;
}

const derive = ({ method, template }: Nameable): string => deriveOperationId(method, template);

export const compare = (left: string, right: string): number =>
  left < right ? -1 : left > right ? 1 : 0;

const byPath = (left: Nameable, right: Nameable): number =>
  compare(left.template, right.template) || compare(left.method, right.method);
