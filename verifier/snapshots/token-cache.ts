import { LRUCache } from 'lru-cache';
import type { TokenSnapshot } from '@/domain/decision/snapshot';
import { type LivePart, LiveParts } from './live-parts';
import { type LoadGuard, loadGuarded } from './load-guard';

const MAX_TOKENS = 200_000;
const MAX_UNKNOWN = 50_000;
/** Uses at other verifiers are in Postgres within a second, and a flood of idle ones costs one load in each. */
const JUST_LOADED_MS = 1_000;

interface Entry {
  readonly snapshot: TokenSnapshot;
  readonly identity: LivePart;
  readonly group: LivePart;
  /** Of the tokens it was made from; null for a token of its own. */
  readonly ancestors: readonly LivePart[] | null;
  /** By `performance.now()`. */
  readonly loadedAtMs: number;
}

export type LoadToken = (secretSha256: Buffer) => Promise<TokenSnapshot | null>;

/** Token snapshots by the SHA-256 of their secret (hex); hashes known to be unknown are kept as well. */
export class TokenCache {
  readonly #entries: LRUCache<string, Entry>;
  readonly #unknown = new LRUCache<string, true>({ max: MAX_UNKNOWN });
  #uses = 0;
  readonly #keyOf = new Map<string, string>();
  readonly #identities = new LiveParts();
  readonly #groups = new LiveParts();
  readonly #ancestors = new LiveParts();
  readonly #loading = new Map<string, Promise<TokenSnapshot | null>>();

  constructor(
    private readonly guard: LoadGuard,
    private readonly load: LoadToken,
    maxTokens = MAX_TOKENS,
  ) {
    this.#entries = new LRUCache({
      max: maxTokens,
      dispose: (entry, key) => this.#release(entry, key),
    });
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The cached snapshot, null for a hash known to be unknown, undefined where it must be loaded. */
  peek(key: string): TokenSnapshot | null | undefined {
    const entry = this.#isCounted() ? this.#entries.get(key) : this.#entries.peek(key);
    if (entry === undefined) return this.#unknown.get(key) ? null : undefined;
    if (entry.identity.alive && entry.group.alive && areAlive(entry.ancestors)) {
      return entry.snapshot;
    }
    this.#entries.delete(key);
    return undefined;
  }

  /**
   * Whether this use moves an entry to the end of the queue: one in eight does. What is in use stays
   * all the same, and the others are spared the writes.
   */
  #isCounted(): boolean {
    this.#uses = (this.#uses + 1) & 7;
    return this.#uses === 0;
  }

  /** Whether it was loaded within the last second. */
  wasJustLoaded(key: string): boolean {
    const entry = this.#entries.peek(key);
    return entry !== undefined && performance.now() - entry.loadedAtMs < JUST_LOADED_MS;
  }

  /** Loads a snapshot, one load a hash at a time, and keeps it. */
  fetch(key: string): Promise<TokenSnapshot | null> {
    const running = this.#loading.get(key);
    if (running !== undefined) return running;
    const loading = this.#fetch(key).finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  async #fetch(key: string): Promise<TokenSnapshot | null> {
    const hash = Buffer.from(key, 'hex');
    const snapshot = await loadGuarded(this.guard, () => this.load(hash), concernsToken);
    // No await between the guard's last look and this: an event can't slip in.
    if (snapshot === null) this.#unknown.set(key, true);
    else this.#keep(key, snapshot);
    return snapshot;
  }

  /** Drops tokens, and whatever was made from them. */
  dropTokens(ids: readonly string[]): void {
    let isUnheard = false;
    for (const id of ids) {
      this.#ancestors.end(id);
      const key = this.#keyOf.get(id);
      if (key === undefined) isUnheard = true;
      else this.#entries.delete(key);
    }
    // One may be a new token whose hash was asked for before it was made. Once for all of an event,
    // and not in vain: even an empty cache of this size takes a tenth of a millisecond to clear.
    if (isUnheard && this.#unknown.size > 0) this.#unknown.clear();
  }

  dropIdentity(id: string): void {
    this.#identities.end(id);
  }

  dropGroup(id: string): void {
    this.#groups.end(id);
  }

  clear(): void {
    this.#entries.clear();
    this.#unknown.clear();
  }

  #keep(key: string, snapshot: TokenSnapshot): void {
    this.#entries.set(key, {
      snapshot,
      identity: this.#identities.hold(snapshot.identity.id),
      group: this.#groups.hold(snapshot.groupId),
      ancestors: snapshot.token.ancestors?.map(({ id }) => this.#ancestors.hold(id)) ?? null,
      loadedAtMs: performance.now(),
    });
    this.#keyOf.set(snapshot.token.id, key);
  }

  #release(entry: Entry, key: string): void {
    const { snapshot } = entry;
    this.#identities.release(snapshot.identity.id, entry.identity);
    this.#groups.release(snapshot.groupId, entry.group);
    for (const [at, part] of (entry.ancestors ?? []).entries()) {
      this.#ancestors.release(snapshot.token.ancestors?.[at]?.id ?? '', part);
    }
    if (this.#keyOf.get(snapshot.token.id) === key) this.#keyOf.delete(snapshot.token.id);
  }
}

/** Whether an event that names `id` may have changed what was loaded. */
export function concernsToken(snapshot: TokenSnapshot | null, id: string): boolean {
  if (snapshot === null) return id.startsWith('tok_');
  const { token, identity, groupId } = snapshot;
  if (id === token.id || id === identity.id || id === groupId) return true;
  return token.ancestors?.some((ancestor) => ancestor.id === id) ?? false;
}

const areAlive = (parts: readonly LivePart[] | null): boolean =>
  parts === null || parts.every(({ alive }) => alive);
