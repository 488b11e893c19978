import { type Alias, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';

const MAX_DEPTH = 20;
/** Of values, with what stands behind an alias counted each time. */
const MAX_VALUES = 100_000;

interface Problem {
  readonly offset: number;
  readonly message: string;
}

class OutOfBounds extends Error {
  constructor(
    readonly at: Node | null,
    message: string,
  ) {
    super(message);
  }
}

/** What a document must not be before it is made values of: too deep, too much, or twice the same key. */
export function boundsProblem(root: unknown): Problem | null {
  try {
    new Walk().count(root as Node | null, 1);
    return null;
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error;
    return { offset: error.at?.range?.[0] ?? 0, message: error.message };
  }
}

/** In the order of the text, so that an alias finds the anchor before it, as YAML has it. */
class Walk {
  #total = 0;
  readonly #anchors = new Map<string, number>();

  /** @returns how many values the node is, those behind aliases each time */
  count(node: Node | null, depth: number): number {
    if (depth > MAX_DEPTH) {
      throw new OutOfBounds(node, 'This is nested deeper than any configuration is.');
    }
    if (isAlias(node)) return this.#behind(node);
    this.#add(node, 1);
    const inside = isMap(node) ? this.#pairs(node.items, depth) : this.#items(node, depth);
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (anchor) this.#anchors.set(anchor, 1 + inside);
    return 1 + inside;
  }

  #pairs(pairs: readonly { key: unknown; value: unknown }[], depth: number): number {
    const seen = new Set<unknown>();
    let inside = 0;
    for (const { key, value } of pairs) {
      if (!isScalar(key)) throw new OutOfBounds(key as Node | null, 'Write a name here.');
      if (seen.has(key.value)) {
        throw new OutOfBounds(
          key as Node,
          `“${String(key.value).slice(0, 100)}” stands here twice: names must be unique.`,
        );
      }
      // It is what JavaScript calls something else, and would be passed over.
      if (key.value === '__proto__')
        throw new OutOfBounds(key as Node, 'Nothing can have this name.');
      seen.add(key.value);
      inside += this.count(value as Node | null, depth + 1);
    }
    return inside;
  }

  #items(node: Node | null, depth: number): number {
    if (!isSeq(node)) return 0;
    return node.items.reduce<number>((sum, item) => sum + this.count(item as Node, depth + 1), 0);
  }

  #behind(alias: Alias): number {
    const values = this.#anchors.get(alias.source);
    if (values === undefined) {
      throw new OutOfBounds(
        alias,
        `Nothing before this is called “&${alias.source.slice(0, 100)}”, or it holds itself.`,
      );
    }
    this.#add(alias, values);
    return values;
  }

  #add(node: Node | null, values: number): void {
    this.#total += values;
    if (this.#total > MAX_VALUES) {
      throw new OutOfBounds(
        node,
        `A file has at most ${MAX_VALUES} values, repeated ones counted: divide it.`,
      );
    }
  }
}
