import { LRUCache } from 'lru-cache';
import { type LoadGuard, loadGuarded } from './load-guard';

interface GuardedCacheOptions<Value> {
  readonly guard: LoadGuard;
  readonly load: (key: string) => Promise<Value>;
  /** Whether an event that names `changedId` may change what is loaded under `key`. */
  readonly concerns: (key: string, changedId: string) => boolean;
  /** Bound of the cache, in the unit of `sizeOf` (1 or more for each value). */
  readonly maxSize: number;
  readonly sizeOf: (value: Value) => number;
}

/** Compiled snapshots by key: bounded, one load a key at a time, none kept that an event overtook. */
export class GuardedCache<Value extends object> {
  readonly #entries: LRUCache<string, Value>;
  readonly #loading = new Map<string, Promise<Value>>();

  constructor(private readonly options: GuardedCacheOptions<Value>) {
    const { maxSize, sizeOf } = options;
    this.#entries = new LRUCache({
      maxSize,
      // A value beyond the bound would otherwise never be kept and be loaded again and again.
      sizeCalculation: (value) => Math.min(sizeOf(value), maxSize),
    });
  }

  peek(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  /** Loads and keeps; joins a load of the same key under way. */
  fetch(key: string): Promise<Value> {
    const running = this.#loading.get(key);
    if (running !== undefined) return running;
    const loading = this.#fetch(key).finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  async #fetch(key: string): Promise<Value> {
    const { guard, load, concerns } = this.options;
    const value = await loadGuarded(
      guard,
      () => load(key),
      (_, changedId) => concerns(key, changedId),
    );
    // No await between the guard's last look and this: an event can't slip in.
    this.#entries.set(key, value);
    return value;
  }

  drop(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
