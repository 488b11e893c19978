import { normalisePathTemplate } from '@/domain/routing/path-template';

/** An operation as the catalogue knows it: without a route it is a plain action. */
export interface ComparedOperation {
  readonly operationId: string;
  readonly method: string | null;
  readonly pathTemplate: string | null;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  /** Other names for the same requests. */
  readonly aliases: readonly string[];
}

export interface OperationPair<Current, Imported> {
  readonly before: Current;
  readonly after: Imported;
}

export interface OperationDiff<Current, Imported> {
  readonly added: readonly Imported[];
  readonly removed: readonly Current[];
  /** The same operationId for another method or path: another request, so its grants must go. */
  readonly changed: readonly OperationPair<Current, Imported>[];
  /** The same request; names, names of parameters, summary, tags or deprecation differ. */
  readonly cosmetic: readonly OperationPair<Current, Imported>[];
  readonly unchanged: readonly Current[];
}

/**
 * What importing does to a catalogue, by operationId. A caller drops the grants of `removed` and
 * `changed`, and grants `added` to nobody. Order follows the inputs. Where another of its names
 * becomes the first, an operation stays what it is: method and path are the same.
 */
export function diffOperations<
  Current extends ComparedOperation,
  Imported extends ComparedOperation,
>(current: readonly Current[], imported: readonly Imported[]): OperationDiff<Current, Imported> {
  const importedById = new Map(imported.map((operation) => [operation.operationId, operation]));
  const currentIds = new Set(current.map((operation) => operation.operationId));
  const removed: Current[] = [];
  const changed: OperationPair<Current, Imported>[] = [];
  const cosmetic: OperationPair<Current, Imported>[] = [];
  const unchanged: Current[] = [];
  const importedByRoute = new Map(imported.map((operation) => [routeOf(operation), operation]));
  const renamed = new Set<Imported>();
  for (const before of current) {
    const renaming = importedByRoute.get(routeOf(before));
    const isRenaming =
      renaming !== undefined &&
      !currentIds.has(renaming.operationId) &&
      !importedById.has(before.operationId) &&
      sharesName(before, renaming);
    if (isRenaming) renamed.add(renaming);
    const after = isRenaming ? renaming : importedById.get(before.operationId);
    if (after === undefined) removed.push(before);
    else if (routeOf(before) !== routeOf(after)) changed.push({ before, after });
    else if (looksDifferent(before, after)) cosmetic.push({ before, after });
    else unchanged.push(before);
  }
  const added = imported.filter(
    (operation) => !currentIds.has(operation.operationId) && !renamed.has(operation),
  );
  return { added, removed, changed, cosmetic, unchanged };
}

/** Null and "" can't be taken for a route: methods and templates are never empty. */
const routeOf = ({ method, pathTemplate }: ComparedOperation): string =>
  `${method ?? ''} ${pathTemplate === null ? '' : normalisePathTemplate(pathTemplate)}`;

const sharesName = (before: ComparedOperation, after: ComparedOperation): boolean =>
  after.aliases.includes(before.operationId) || before.aliases.includes(after.operationId);

const looksDifferent = (before: ComparedOperation, after: ComparedOperation): boolean =>
  before.operationId !== after.operationId ||
  before.pathTemplate !== after.pathTemplate ||
  before.summary !== after.summary ||
  before.deprecated !== after.deprecated ||
  differ(before.tags, after.tags) ||
  differ(before.aliases, after.aliases);

const differ = (before: readonly string[], after: readonly string[]): boolean =>
  before.length !== after.length || before.some((text, index) => text !== after[index]);
