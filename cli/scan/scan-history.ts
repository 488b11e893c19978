import { resolve } from 'node:path';
import { locateNames, locateObjects, type Origin } from './locate-objects';
import { asBare, askGit, GitFailure } from './run-git';
import { type PlacedSecret, secretsInName } from './scan-file';
import { scanObjects, type TellingObject } from './scan-objects';

/** A secret in what a repository stores. */
export interface KeptSecret extends PlacedSecret {
  /** The hash of the blob, commit or tag. */
  readonly object: string;
  readonly type: string;
  /** Null where nothing leads to it any more; Git keeps it until it collects garbage. */
  readonly origin: Origin | null;
}

/** A secret in the name of a file or a folder that a repository stores. */
interface KeptName extends Omit<KeptSecret, 'line' | 'column'> {
  readonly type: 'tree';
}

interface ScannedHistory {
  readonly secrets: readonly KeptSecret[];
  readonly names: readonly KeptName[];
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
    await askGit(folder, ...asBare(folder), 'rev-parse', '--git-common-dir', '--show-prefix')
  )
    .trimEnd()
    .split('\n');
  if (above) throw new GitFailure('not a git repository');
  return resolve(folder, store);
}

/** Where the files of a submodule belong; the place of its objects where nothing says. */
export async function checkoutOf(store: string): Promise<string> {
  const asked = ['config', '--get', 'core.worktree'];
  const path = await askGit(store, ...asBare(store), ...asked).catch(() => '');
  return resolve(store, path.trim());
}

/** Scans everything that a repository stores: all branches, stashes, and what was dropped but not yet removed. */
export async function scanHistory(folder: string): Promise<ScannedHistory> {
  const asked = ['rev-parse', '--is-shallow-repository'];
  const isShallow = (await askGit(folder, ...asBare(folder), ...asked)).trim() === 'true';
  const { telling, count: objects, tooLarge } = await scanObjects(folder, null);
  const [trees, others] = [true, false].map((isTree) =>
    telling.filter(({ type }) => (type === 'tree') === isTree),
  ) as [TellingObject[], TellingObject[]];
  const secrets = await locate(folder, others);
  return { secrets, names: await locateTrees(folder, trees), objects, tooLarge, isShallow };
}

async function locate(folder: string, telling: readonly TellingObject[]): Promise<KeptSecret[]> {
  const origins = telling.length > 0 ? await locateObjects(folder, telling) : null;
  return telling.flatMap(({ hash, type, secrets }) =>
    secrets.map((secret) => ({
      ...{ ...secret, object: hash, type, origin: origins?.get(hash) ?? null },
    })),
  );
}

/** A name stands in each version of its folder: it is told once, by where it came in. */
async function locateTrees(folder: string, trees: readonly TellingObject[]): Promise<KeptName[]> {
  if (trees.length === 0) return [];
  const type = 'tree' as const;
  const holders = new Map<string, string>();
  for (const { hash, secrets } of trees) {
    for (const { secret } of secrets) if (!holders.has(secret)) holders.set(secret, hash);
  }
  const located = (await locateNames(folder)).filter(({ secret }) => holders.has(secret));
  const reached = new Set(located.map(({ secret }) => secret));
  const left = [...holders.keys()].filter((secret) => !reached.has(secret));
  const object = (secret: string) => holders.get(secret) ?? '';
  return [
    ...located.map(({ secret, origin }) => ({ secret, object: object(secret), type, origin })),
    ...left.map((secret) => ({ secret, object: object(secret), type, origin: null })),
  ];
}

/** A secret in what the next commit would take in. */
export interface StagedSecret extends PlacedSecret {
  readonly path: string;
}

interface ScannedStage {
  readonly secrets: StagedSecret[];
  readonly names: { readonly secret: string; readonly path: string }[];
  readonly objects: number;
  readonly tooLarge: readonly string[];
}

/** Scans what is staged, as it is staged: a file may have been changed since. */
export async function scanStaged(folder: string): Promise<ScannedStage> {
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
  if (paths.size === 0) return { secrets: [], names: [], objects: 0, tooLarge: [] };
  const { telling, count, tooLarge } = await scanObjects(folder, [...paths.keys()]);
  const secrets = telling.flatMap(({ hash, secrets }) =>
    (paths.get(hash) ?? []).flatMap((path) => secrets.map((secret) => ({ ...secret, path }))),
  );
  const unread = tooLarge.flatMap((hash) => paths.get(hash) ?? [hash]);
  const names = [...paths.values()]
    .flat()
    .flatMap((path) => secretsInName(path).map((secret) => ({ secret, path })));
  return { secrets, names, objects: count, tooLarge: unread };
}
