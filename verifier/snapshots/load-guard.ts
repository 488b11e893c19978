/** What was announced by the feed while one load was under way. */
export interface Watch {
  /** Whether any announced id satisfies the test, or everything was announced as changed. */
  saw(test: (id: string) => boolean): boolean;
  end(): void;
}

/**
 * The version guard of the cache: a load that began before an invalidating event may have read the
 * state before it, so whatever is announced while a load runs is remembered until the load ends.
 */
export class LoadGuard {
  readonly #open = new Set<{ ids: string[]; everything: boolean }>();

  watch(): Watch {
    const seen = { ids: [] as string[], everything: false };
    this.#open.add(seen);
    return {
      saw: (test) => seen.everything || seen.ids.some(test),
      end: () => void this.#open.delete(seen),
    };
  }

  announce(ids: readonly string[]): void {
    for (const seen of this.#open) seen.ids.push(...ids);
  }

  announceEverything(): void {
    for (const seen of this.#open) seen.everything = true;
  }
}

const MAX_ATTEMPTS = 8;

/**
 * Loads until nothing that concerns the result changed meanwhile.
 * @throws when changes outrun the loads, or with the error of the load
 */
export async function loadGuarded<Value>(
  guard: LoadGuard,
  load: () => Promise<Value>,
  concerns: (value: Value, id: string) => boolean,
): Promise<Value> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const watch = guard.watch();
    try {
      const value = await load();
      if (!watch.saw((id) => concerns(value, id))) return value;
    } finally {
      watch.end();
    }
  }
  throw new Error('a snapshot changed faster than it could be loaded');
}
