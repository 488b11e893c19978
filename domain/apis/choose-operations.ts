import { type FieldError, type Refusal, refuse } from '@/domain/base/refusal';
import type { ApiDocument, Clash, ImportedOperation } from '@/domain/openapi/api-document';
import { normalisePathTemplate } from '@/domain/routing/path-template';

/** A clash, and which of its operations stays, if that is known. */
export interface Choice {
  readonly clash: Clash;
  readonly kept: ImportedOperation | null;
  /** Nobody was asked: the catalogue holds this one from an earlier import. */
  readonly asBefore: boolean;
}

interface Known {
  readonly operationId: string;
  readonly method: string;
  readonly pathTemplate: string;
}

/**
 * Settles the clashes of a document by what somebody wants to keep, else by what an earlier import
 * left. A wish that fits no clash is refused: it may be a slip, or the document has changed.
 * @param keep names of operations, or `METHOD PATH=name`
 */
export function chooseOperations(
  { clashes }: Pick<ApiDocument, 'clashes'>,
  keep: readonly string[],
  current: readonly Known[],
): readonly Choice[] | Refusal {
  const wished = new Map<Clash, ImportedOperation>();
  const errors: FieldError[] = [];
  for (const [index, wish] of keep.entries()) {
    const found = findWish(clashes, wish);
    const other = found && wished.get(found.clash);
    if (found === null) {
      const message = `No operations of the document contend for “${wish}”: keep one of the names that the preview offers.`;
      errors.push({ path: `keep.${index}`, message });
    } else if (other !== undefined && other !== found.kept) {
      const message = `Keep either “${other?.operationId}” or “${found.kept.operationId}”: no request tells them apart.`;
      errors.push({ path: `keep.${index}`, message });
    } else wished.set(found.clash, found.kept);
  }
  const [first] = errors;
  if (first) return refuse('invalid', 'keep_unknown', first.message, errors);
  const byRoute = new Map(current.map((operation) => [routeOf(operation), operation.operationId]));
  return clashes.map((clash) => {
    const wish = wished.get(clash);
    if (wish) return { clash, kept: wish, asBefore: false };
    const kept = clash.candidates.find(
      (candidate) => byRoute.get(routeOf(candidate)) === candidate.operationId,
    );
    return { clash, kept: kept ?? null, asBefore: kept !== undefined };
  });
}

function findWish(
  clashes: readonly Clash[],
  wish: string,
): { clash: Clash; kept: ImportedOperation } | null {
  for (const clash of clashes) {
    const kept = clash.candidates.find(
      ({ operationId }) => wish === operationId || isFullWish(wish, operationId, clash),
    );
    if (kept) return { clash, kept };
  }
  return null;
}

/** `METHOD PATH=name`, where the path may be that of any of the contenders. */
const isFullWish = (wish: string, operationId: string, { candidates }: Clash): boolean =>
  candidates.some(
    ({ method, pathTemplate }) => wish === `${method} ${pathTemplate}=${operationId}`,
  );

const routeOf = ({ method, pathTemplate }: Known | ImportedOperation): string =>
  `${method} ${normalisePathTemplate(pathTemplate)}`;
