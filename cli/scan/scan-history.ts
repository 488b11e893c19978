import { resolve } from 'node:path';
import { locateObjects, type Origin } from './locate-objects';
import { askGit, GitFailure } from './run-git';
import type { PlacedSecret } from './scan-file';
import { type ScannedObjects, scanObjects } from './scan-objects';

/** A secret in what a repository stores. */
export interface KeptSecret extends PlacedSecret {
  /** The hash of the blob, commit or tag. */
  readonly object: string;
  readonly type: string;
  /** Null where nothing leads to it any more; Git keeps it until it collects garbage. */
  readonly origin: Origin | null;
}

export interface ScannedHistory {
  readonly secrets: readonly KeptSecret[];
  readonly objects: number;
  readonly tooLarge: readonly string[];
  /** A shallow clone, whose earlier history lies elsewhere. */
  readonly isShallow: boolean;
}

/**
 * Where a repository stores its objects: the same place for all its worktrees.
 * @throws GitFailure also for what is no repository, inside of one
 */
export async function storeOf(folder: string): Promise<string> {
  const [store = '', above] = (
    await askGit(folder, 'rev-parse', '--git-common-dir', '--show-prefix')
  )
    .trimEnd()
    .split('\n');
  if (above) throw new GitFailure('not a git repository');
  return resolve(folder, store);
}

/** Scans everything that a repository stores: all branches, stashes, and what was dropped but not yet removed. */
export async function scanHistory(folder: string): Promise<ScannedHistory> {
  const isShallow =
    (await askGit(folder, 'rev-parse', '--is-shallow-repository')).trim() === 'true';
  return { ...(await locate(folder, await scanObjects(folder, null))), isShallow };
}

async function locate(folder: string, { telling, count, tooLarge }: ScannedObjects) {
  const origins = telling.length > 0 ? await locateObjects(folder, telling) : null;
  const secrets = telling.flatMap(({ hash, type, secrets }) =>
    secrets.map((secret) => ({
      ...{ ...secret, object: hash, type, origin: origins?.get(hash) ?? null },
    })),
  );
  return { secrets, objects: count, tooLarge };
}

/** A secret in what the next commit would take in. */
export interface StagedSecret extends PlacedSecret {
  readonly path: string;
}

/** Scans what is staged, as it is staged: a file may have been changed since. */
export async function scanStaged(
  folder: string,
): Promise<{ secrets: StagedSecret[]; objects: number; tooLarge: readonly string[] }> {
  const base = (await askGit(folder, 'rev-parse', '--verify', '--quiet', 'HEAD').catch(() => ''))
    ? 'HEAD'
    : (await askGit(folder, 'hash-object', '-t', 'tree', '/dev/null')).trim();
  const raw = await askGit(
    folder,
    ...['diff-index', '--cached', '--raw', '-z', '--no-abbrev', '--no-renames'],
    ...['--diff-filter=AMT', base],
  );
  const paths = new Map<string, string[]>();
  for (const [, mode, hash = '', path = ''] of raw.matchAll(
    /:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*\0([^\0]*)\0/g,
  )) {
    // A submodule's commit is no object of this repository.
    if (mode !== '160000') paths.set(hash, [...(paths.get(hash) ?? []), path]);
  }
  if (paths.size === 0) return { secrets: [], objects: 0, tooLarge: [] };
  const { telling, count, tooLarge } = await scanObjects(folder, [...paths.keys()]);
  const secrets = telling.flatMap(({ hash, secrets }) =>
    (paths.get(hash) ?? []).flatMap((path) => secrets.map((secret) => ({ ...secret, path }))),
  );
  const unread = tooLarge.flatMap((hash) => paths.get(hash) ?? [hash]);
  return { secrets, objects: count, tooLarge: unread };
}
