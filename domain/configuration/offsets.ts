import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path } from './change';

/** Where values of a document begin: the key of a map where there is one, else what is nearest above. */
export function offsets(root: unknown): (path: Path) => number {
  const indexes = new WeakMap<Node, Map<string, Pair<Node, Node | null>>>();
  // A plan asks of each change: a map of thousands is looked through once.
  const indexOf = (map: Node & { items: readonly Pair[] }) => {
    const known = indexes.get(map);
    if (known) return known;
    const index = new Map<string, Pair<Node, Node | null>>();
    for (const pair of map.items) {
      if (isScalar(pair.key)) index.set(String(pair.key.value), pair as Pair<Node, Node | null>);
    }
    indexes.set(map, index);
    return index;
  };
  return (path) => {
    let node = root as Node | null;
    let offset = node?.range?.[0] ?? 0;
    for (const step of path) {
      if (isMap(node)) {
        const pair = indexOf(node as Node & { items: readonly Pair[] }).get(String(step));
        if (!pair) return offset;
        offset = pair.key.range?.[0] ?? offset;
        node = pair.value;
        continue;
      }
      const item = isSeq(node) ? (node.items[Number(step)] as Node | undefined) : undefined;
      if (!item) return offset;
      offset = item.range?.[0] ?? offset;
      node = item;
    }
    return offset;
  };
}
