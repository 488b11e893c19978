import type { StoppingAction } from '@/domain/verifiers/lost-events';
import type { ApiDirectory, ApiRecord } from '../snapshots/api-routes';
import type { SnapshotSource } from '../snapshots/snapshot-store';
import type { NotedEvent } from './stops';

type Stop = Pick<NotedEvent, 'hash' | 'action' | 'affects'>;

/**
 * Stops that a restored database has forgotten. They hold all the same, until an administrator has
 * looked at them: whatever they named is denied as if they were still in the log.
 */
export class HeldStops {
  #lost: readonly Stop[] = [];
  #unproven: readonly Stop[] = [];
  #revoked: ReadonlySet<string> = new Set();
  #suspended: ReadonlySet<string> = new Set();
  #frozen: ReadonlySet<string> = new Set();

  /** Hashes of those that nobody has settled. */
  get lost(): ReadonlySet<string> {
    return new Set(this.#lost.map(({ hash }) => hash));
  }

  /** @returns whether anything has changed: then no snapshot from before may be used */
  replaceLost(stops: readonly Stop[]): boolean {
    const isChanged = namesOf(stops) !== namesOf(this.#lost);
    this.#lost = stops;
    this.#fill();
    return isChanged;
  }

  /** Holds these too while nobody knows whether the log is still the one they were in. */
  holdUnproven(stops: readonly Stop[]): void {
    this.#unproven = stops;
    this.#fill();
  }

  #fill(): void {
    const stops = [...this.#lost, ...this.#unproven];
    const named = (actions: readonly StoppingAction[]) => {
      const stopping: readonly string[] = actions;
      const found = stops.filter(({ action }) => stopping.includes(action));
      return new Set(found.flatMap(({ affects }) => affects));
    };
    this.#revoked = named([
      'tokens.revoke',
      'tokens.revokeSelf',
      'tokens.revokeFamily',
      'tokens.revokeMatching',
      // A suspension for a leak that was forgotten is held as what it was feared to be.
      'leaks.stop',
      'identities.stop',
      'trustRules.delete',
    ]);
    this.#suspended = named(['tokens.suspend', 'identities.suspend', 'identities.stop']);
    this.#frozen = named(['groups.freeze', 'apis.freeze']);
  }

  /** Reads through to a source, and stops what is held. */
  over(source: SnapshotSource): SnapshotSource {
    return {
      token: async (secretSha256) => {
        const found = await source.token(secretSha256);
        if (found === null) return null;
        const { token, identity } = found;
        const isStopped = this.#suspended.has(identity.id);
        return {
          ...found,
          token: {
            ...token,
            state: this.#stateOf(token),
            ancestors:
              token.ancestors?.map((one) => ({ ...one, state: this.#stateOf(one) })) ?? null,
          },
          identity: isStopped ? { ...identity, state: 'suspended' } : identity,
        };
      },
      group: async (groupId) => {
        const found = await source.group(groupId);
        return this.#frozen.has(groupId) ? { ...found, state: 'frozen' } : found;
      },
      directory: async () => this.#overDirectory(await source.directory()),
      routes: (apiId) => source.routes(apiId),
    };
  }

  #overDirectory(directory: ApiDirectory): ApiDirectory {
    const held = (api: ApiRecord): ApiRecord =>
      this.#frozen.has(api.id) ? { ...api, isFrozen: true } : api;
    return {
      hasPublic: directory.hasPublic,
      named(reference) {
        const api = directory.named(reference);
        return api && held(api);
      },
      ofRoute(route) {
        const routed = directory.ofRoute(route);
        return routed && { ...routed, api: held(routed.api) };
      },
    };
  }

  #stateOf<State extends string>(token: { readonly id: string; readonly state: State }) {
    if (this.#revoked.has(token.id)) return 'revoked';
    return this.#suspended.has(token.id) && token.state === 'active' ? 'suspended' : token.state;
  }
}

const namesOf = (stops: readonly Stop[]): string =>
  stops
    .map(({ hash }) => hash)
    .sort()
    .join();
