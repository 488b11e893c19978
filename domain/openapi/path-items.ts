import { field, isJsonObject, type JsonObject, kindOf } from './json-object';
import { follow } from './local-reference';
import { pointer, quote } from './text';

export interface FoundOperation {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly operation: JsonObject;
}

/** Something in a path item that is not as it should be. */
export interface ItemFlaw {
  readonly code: 'operation_left_out' | 'method_twice';
  readonly place: string;
  readonly message: string;
}

export interface PathItemReading {
  readonly operations: readonly FoundOperation[];
  readonly flaws: readonly ItemFlaw[];
  /** References to other documents, in place of the path item or of one of its operations. */
  readonly external: readonly { readonly path: string; readonly reference: string }[];
}

const METHODS = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  // A fixed field since OpenAPI 3.2; elsewhere it can be nothing else.
  'query',
] as const;

/** A token in capitals (RFC 9110 section 9.1), no longer than verifiers record. */
const METHOD = /^[A-Z][A-Z0-9!#$%&'*+.^_`|~-]{0,31}$/;

/**
 * The operations of one path item, with those of the path item it refers to. What stands nearer
 * wins where both have a method: the request is the same.
 */
export function readPathItem(root: JsonObject, item: unknown, path: string): PathItemReading {
  const reader = new PathItemReader(root);
  const visited = new Set<unknown>();
  for (let step: { value: unknown; path: string } | null = { value: item, path }; step; ) {
    if (!isJsonObject(step.value)) {
      reader.leaveOut(step.path, `A path item is an object, not ${kindOf(step.value)}.`);
      break;
    }
    if (visited.has(step.value)) {
      reader.leaveOut(path, 'This path item refers to itself.');
      break;
    }
    visited.add(step.value);
    reader.readItem(step.value, step.path);
    step = reader.follow(step.value, step.path);
  }
  return reader;
}

class PathItemReader implements PathItemReading {
  readonly operations: FoundOperation[] = [];
  readonly flaws: ItemFlaw[] = [];
  readonly external: { path: string; reference: string }[] = [];
  readonly #byMethod = new Map<string, FoundOperation>();
  readonly #root: JsonObject;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  flaw(code: ItemFlaw['code'], place: string, message: string): void {
    this.flaws.push({ code, place, message });
  }

  leaveOut(place: string, message: string): void {
    this.flaw('operation_left_out', place, `Left out: ${message}`);
  }

  readItem(item: JsonObject, itemPath: string): void {
    for (const method of METHODS) this.#read(item, method, method, itemPath);
    // `GET:` would otherwise be an operation lost without a word.
    for (const name of Object.keys(item)) {
      const method = name.toLowerCase();
      if (name !== method && METHODS.some((one) => one === method)) {
        this.#read(item, name, method, itemPath);
      }
    }
    const additional = field(item, 'additionalOperations');
    if (!isJsonObject(additional)) return;
    const path = pointer(itemPath, 'additionalOperations');
    for (const name of Object.keys(additional)) {
      if (METHOD.test(name)) this.#read(additional, name, name, path);
      else {
        const message = `${quote(name)} is no method: those are tokens in capitals, of at most 32 characters.`;
        this.leaveOut(pointer(path, name), message);
      }
    }
  }

  /** The next value that a `$ref` in this one leads to; null where there is none to go on with. */
  follow(value: JsonObject, at: string): { value: unknown; path: string } | null {
    const next = follow(this.#root, value, at);
    if (next === null || !('problem' in next)) return next;
    if (next.external === null) this.leaveOut(next.path, next.problem);
    else this.external.push({ path: next.path, reference: next.external });
    return null;
  }

  #read(parent: JsonObject, name: string, method: string, parentPath: string): void {
    const given = field(parent, name);
    if (given === undefined) return;
    const path = pointer(parentPath, name);
    const capitals = method.toUpperCase();
    if (!isJsonObject(given)) {
      this.leaveOut(path, `${capitals} is an object, not ${kindOf(given)}.`);
      return;
    }
    const other = this.#byMethod.get(capitals);
    if (other) {
      const message = `${capitals} also stands at ${other.path}, which is taken.`;
      this.flaw('method_twice', path, message);
      return;
    }
    const operation = this.#resolveOperation(given, path);
    if (operation === null) return;
    const found = { method: capitals, path, operation };
    this.#byMethod.set(capitals, found);
    this.operations.push(found);
  }

  /** An operation behind local references, with the fields beside them on top. */
  #resolveOperation(given: JsonObject, path: string): JsonObject | null {
    const chain: JsonObject[] = [];
    for (let step: { value: unknown; path: string } | null = { value: given, path }; step; ) {
      const { value } = step;
      if (!isJsonObject(value)) {
        this.leaveOut(path, `Its reference leads to ${kindOf(value)}, not to an operation.`);
        return null;
      }
      if (chain.includes(value)) {
        this.leaveOut(path, 'Its reference leads back to itself.');
        return null;
      }
      chain.push(value);
      step = this.follow(value, step.path);
    }
    if (chain.length === 1) return given;
    // Not by assignment, which a field named `__proto__` would turn into something else.
    return Object.fromEntries(chain.reverse().flatMap((one) => Object.entries(one)));
  }
}
