import type { TokenSnapshot } from '@/domain/decision/snapshot';
import type { SnapshotReader, SnapshotSource } from './snapshot-store';

/** Reads everything anew from the database, once for each decision, and keeps nothing. */
export function freshReader(source: SnapshotSource): SnapshotReader {
  const loaded = new Map<string, unknown>();
  const read = <Value>(key: string, load: () => Promise<Value>): Value | Promise<unknown> => {
    if (loaded.has(key)) return loaded.get(key) as Value;
    return load().then((value) => loaded.set(key, value));
  };
  return {
    token: (key) => read(`token ${key}`, () => source.token(Buffer.from(key, 'hex'))),
    cachedToken: (key) => loaded.get(`token ${key}`) as TokenSnapshot | null | undefined,
    reloadIdle: () => null,
    group: (groupId) => read(`group ${groupId}`, () => source.group(groupId)),
    directory: () => read('directory', () => source.directory()),
    routes: (apiId) => read(`routes ${apiId}`, () => source.routes(apiId)),
  };
}
