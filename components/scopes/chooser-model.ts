import type { ScopeOperation } from './scope-operation';

export type TagGroup = {
  /** First tag of its operations; '' for those without. */
  tag: string;
  names: string[];
  operations: ScopeOperation[];
  /** Names by method, in the order methods are usually named; plain actions under ''. */
  methods: [method: string, names: string[]][];
};

export type ChooserRow =
  | { kind: 'group'; key: string; group: TagGroup; open: boolean }
  | { kind: 'operation'; key: string; operation: ScopeOperation };

export type IndexedOperation = { operation: ScopeOperation; tag: string; text: string };

const METHOD_ORDER = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', ''];

/** Prepares the search once: each operation stands under its first tag, with all its text. */
export function indexOperations(operations: readonly ScopeOperation[]): IndexedOperation[] {
  return operations.map((operation) => {
    const { method, pathTemplate, name, summary, tags, aliases } = operation;
    const words = [method, pathTemplate, name, summary, ...aliases, ...tags];
    return { operation, tag: tags[0] ?? '', text: words.join(' ').toLowerCase() };
  });
}

/** Operations in which every word occurs and, where given, whose name is among `only`. */
export function searchOperations(
  index: readonly IndexedOperation[],
  search: string,
  only: ReadonlySet<string> | null,
): IndexedOperation[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return index.filter(
    ({ operation, text }) =>
      (only === null || only.has(operation.name)) && words.every((word) => text.includes(word)),
  );
}

/** Names by method, for selecting all of one method at once. */
export function namesByMethod(operations: readonly ScopeOperation[]): TagGroup['methods'] {
  const methods = new Map<string, string[]>();
  for (const { name, method } of operations) {
    const names = methods.get(method ?? '');
    if (names) names.push(name);
    else methods.set(method ?? '', [name]);
  }
  return [...methods].sort(
    ([left], [right]) => METHOD_ORDER.indexOf(left) - METHOD_ORDER.indexOf(right),
  );
}

/** Groups by tag in alphabetical order; those without a tag come last. */
export function groupByTag(found: readonly IndexedOperation[]): TagGroup[] {
  const groups = new Map<string, ScopeOperation[]>();
  for (const { tag, operation } of found) {
    const group = groups.get(tag);
    if (group) group.push(operation);
    else groups.set(tag, [operation]);
  }
  return [...groups]
    .sort(
      ([left], [right]) => Number(left === '') - Number(right === '') || (left < right ? -1 : 1),
    )
    .map(([tag, operations]) => ({
      tag,
      operations,
      names: operations.map((operation) => operation.name),
      methods: namesByMethod(operations),
    }));
}

/** The rows as they stand on screen: a row for each group, followed by its operations while open. */
export function toRows(
  groups: readonly TagGroup[],
  isOpen: (group: TagGroup) => boolean,
): ChooserRow[] {
  return groups.flatMap((group): ChooserRow[] => {
    const open = isOpen(group);
    const head: ChooserRow = { kind: 'group', key: `group ${group.tag}`, group, open };
    if (!open) return [head];
    return [
      head,
      ...group.operations.map(
        (operation): ChooserRow => ({ kind: 'operation', key: operation.name, operation }),
      ),
    ];
  });
}

/** How much of a set of names is selected. */
export function selectionOf(
  names: readonly string[],
  selected: ReadonlySet<string>,
): { count: number; state: 'none' | 'some' | 'all' } {
  let count = 0;
  for (const name of names) if (selected.has(name)) count += 1;
  return { count, state: count === 0 ? 'none' : count === names.length ? 'all' : 'some' };
}

/** Names of the operation rows between two rows, both included; a group row stands for all of its own. */
export function namesBetween(rows: readonly ChooserRow[], from: number, to: number): string[] {
  const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  return between.flatMap((row) => {
    if (row.kind === 'operation') return [row.operation.name];
    return row.open ? [] : row.group.names;
  });
}
