import type { OperationName } from '@/domain/base/operation-names';
import type { GroupSnapshot, TokenSnapshot } from '@/domain/decision/snapshot';
import type { FeedEvent } from '@/domain/feed/read-events';
import type { ApiDirectory, ApiRoutes } from './api-routes';
import { GuardedCache } from './guarded-cache';
import { LoadGuard } from './load-guard';
import { TokenCache } from './token-cache';

/** Where snapshots come from; each call reads the database. */
export interface SnapshotSource {
  token(secretSha256: Buffer): Promise<TokenSnapshot | null>;
  /** @throws where there is no such group */
  group(groupId: string): Promise<GroupSnapshot>;
  directory(): Promise<ApiDirectory>;
  /** @throws where there is no such API */
  routes(apiId: string): Promise<ApiRoutes>;
}

/** What a decision is made from; a promise is what must be loaded first. */
export interface SnapshotReader {
  token(secretSha256Hex: string): TokenSnapshot | null | Promise<unknown>;
  /** The same from memory alone; undefined where it would have to be loaded. */
  cachedToken(secretSha256Hex: string): TokenSnapshot | null | undefined;
  /** A load of a token that seems to be idle; null where it was just loaded, and so is believed. */
  reloadIdle(secretSha256Hex: string): Promise<unknown> | null;
  group(groupId: string): GroupSnapshot | Promise<unknown>;
  directory(): ApiDirectory | Promise<unknown>;
  routes(apiId: string): ApiRoutes | Promise<unknown>;
}

const DIRECTORY = 'all';
// Counted in grants and in operations, so that huge groups and APIs can't take all memory.
const MAX_GRANTS = 500_000;
const MAX_OPERATIONS = 200_000;
// These leave the tokens of the group as they are: a frozen group of 100,000 needs no reload.
const ACTIONS_ON_THE_GROUP_ALONE: ReadonlySet<string> = new Set<OperationName>([
  'groups.freeze',
  'groups.unfreeze',
  'groups.thaw',
]);

// And these leave routes and grants as they are.
const ACTIONS_ON_THE_API_ALONE: ReadonlySet<string> = new Set<OperationName>([
  'apis.freeze',
  'apis.unfreeze',
  'apis.thaw',
]);

const MISSING: Promise<unknown> = Promise.resolve();

const isApiOrScopeId = (id: string) => id.startsWith('api_') || id.startsWith('scp_');

/** All snapshots in memory, and what each event of the feed makes of them. */
export class SnapshotStore implements SnapshotReader {
  readonly #guard = new LoadGuard();
  readonly #tokens: TokenCache;
  readonly #groups: GuardedCache<GroupSnapshot>;
  readonly #directory: GuardedCache<ApiDirectory>;
  readonly #routes: GuardedCache<ApiRoutes>;

  constructor(source: SnapshotSource) {
    const guard = this.#guard;
    this.#tokens = new TokenCache(guard, (hash) => source.token(hash));
    this.#groups = new GuardedCache({
      guard,
      load: (id) => source.group(id),
      // A change of an API or a scope may change the grants of any group.
      concerns: (id, changed) => changed === id || isApiOrScopeId(changed),
      maxSize: MAX_GRANTS,
      sizeOf: grantsIn,
    });
    this.#directory = new GuardedCache({
      guard,
      load: () => source.directory(),
      concerns: (_, changed) => isApiOrScopeId(changed),
      maxSize: 1,
      sizeOf: () => 1,
    });
    this.#routes = new GuardedCache({
      guard,
      load: (id) => source.routes(id),
      concerns: (_, changed) => isApiOrScopeId(changed),
      maxSize: MAX_OPERATIONS,
      sizeOf: (routes) => 1 + routes.operationNames.size,
    });
  }

  token(secretSha256Hex: string) {
    const cached = this.#tokens.peek(secretSha256Hex);
    return cached === undefined ? this.#tokens.fetch(secretSha256Hex) : cached;
  }

  cachedToken(secretSha256Hex: string) {
    return this.#tokens.peek(secretSha256Hex);
  }

  reloadIdle(secretSha256Hex: string) {
    return this.#tokens.wasJustLoaded(secretSha256Hex) ? null : this.#tokens.fetch(secretSha256Hex);
  }

  group(groupId: string) {
    return this.#groups.peek(groupId) ?? this.#groups.fetch(groupId);
  }

  directory() {
    return this.#directory.peek(DIRECTORY) ?? this.#directory.fetch(DIRECTORY);
  }

  routes(apiId: string) {
    return this.#routes.peek(apiId) ?? this.#routes.fetch(apiId);
  }

  /** Reads what is in memory and loads nothing: what is missing stays a promise of nothing. */
  readonly inMemory: SnapshotReader = {
    token: (key) => {
      const snapshot = this.#tokens.peek(key);
      return snapshot === undefined ? MISSING : snapshot;
    },
    cachedToken: (key) => this.#tokens.peek(key),
    reloadIdle: (key) => (this.#tokens.wasJustLoaded(key) ? null : MISSING),
    group: (groupId) => this.#groups.peek(groupId) ?? MISSING,
    directory: () => this.#directory.peek(DIRECTORY) ?? MISSING,
    routes: (apiId) => this.#routes.peek(apiId) ?? MISSING,
  };

  /** The smallest scope that holds an operation, as far as it is in memory. */
  leastScope(apiSlug: string | null, operation: string | null): string | null {
    if (apiSlug === null || operation === null) return null;
    const api = this.#directory.peek(DIRECTORY)?.named(apiSlug);
    return (api && this.#routes.peek(api.id)?.leastScope(operation)) ?? null;
  }

  get tokenCount(): number {
    return this.#tokens.size;
  }

  /** Drops whatever rests on what an event names; synchronous, so that no decision falls between. */
  apply(event: Pick<FeedEvent, 'action' | 'affects'>): void {
    this.#guard.announce(event.affects);
    this.#tokens.dropTokens(event.affects.filter((id) => id.startsWith('tok_')));
    let areRoutesChanged = false;
    for (const id of event.affects) {
      if (id.startsWith('idn_')) this.#tokens.dropIdentity(id);
      else if (id.startsWith('grp_')) {
        this.#groups.drop(id);
        if (!ACTIONS_ON_THE_GROUP_ALONE.has(event.action)) this.#tokens.dropGroup(id);
      } else if (isApiOrScopeId(id)) areRoutesChanged = true;
    }
    if (!areRoutesChanged) return;
    this.#directory.clear();
    if (ACTIONS_ON_THE_API_ALONE.has(event.action)) return;
    this.#groups.clear();
    this.#routes.clear();
  }

  clear(): void {
    this.#guard.announceEverything();
    this.#tokens.clear();
    this.#groups.clear();
    this.#directory.clear();
    this.#routes.clear();
  }
}

function grantsIn(group: GroupSnapshot): number {
  let grants = 1;
  for (const operations of group.grants.values()) grants += operations.size;
  return grants;
}
