import { buffer } from 'node:stream/consumers';
import { asBare, askGit, runGit } from './run-git';
import { secretsInName } from './scan-file';
import type { TellingObject } from './scan-objects';

/** The first commit that brought an object in. */
export interface Origin {
  readonly commit: string;
  /** ISO 8601, with the author's offset. */
  readonly at: string;
  readonly author: string;
  /** Of the file; null for a message. */
  readonly path: string | null;
}

const FIELD = '%x1f';
const FORMAT = ['%x1e%H', '%aI', '%an'].join(FIELD);
const LOG = [
  ...['log', '--all', '--reflog', '--topo-order', '--raw', '-z', '-m', '--root', '--no-renames'],
  ...['--no-abbrev', '--no-ext-diff', '--no-textconv', `--format=${FORMAT}${FIELD}`],
];
/** A command line holds only so many. */
const AT_ONCE = 500;

/**
 * Where objects came in, by hash, the earliest commit of each. One that no branch, tag or entry of the
 * reflog leads to has none.
 */
export async function locateObjects(
  folder: string,
  objects: readonly TellingObject[],
): Promise<ReadonlyMap<string, Origin>> {
  const origins = new Map<string, Origin>();
  const blobs = objects.filter(({ type }) => type === 'blob').map(({ hash }) => hash);
  for (let at = 0; at < blobs.length; at += AT_ONCE) {
    const some = new Set(blobs.slice(at, at + AT_ONCE));
    const found = [...some].map((hash) => `--find-object=${hash}`);
    const log = await askGit(folder, ...asBare(folder), ...LOG, ...found);
    for (const [hash, origin] of readLog(log)) if (some.has(hash)) origins.set(hash, origin);
  }
  const commits = objects.filter(({ type }) => type === 'commit').map(({ hash }) => hash);
  for (const origin of await describeCommits(folder, commits)) origins.set(origin.commit, origin);
  return origins;
}

/** A name with a secret in it, as far as the name goes: what lies below such a folder is one place. */
export interface NamedSecret {
  readonly secret: string;
  readonly origin: Origin & { readonly path: string };
}

/** Where names with secrets in them came in. Those are sought by their shape: no secret is an argument. */
export async function locateNames(folder: string): Promise<NamedSecret[]> {
  const shape = ['--full-history', '--', '*kw[ps]_*'];
  const log = await askGit(folder, ...asBare(folder), ...LOG, ...shape);
  const found = new Map<string, NamedSecret>();
  for (const [, origin] of readLog(log)) {
    const parts = origin.path.split('/');
    parts.forEach((part, at) => {
      const path = parts.slice(0, at + 1).join('/');
      for (const secret of secretsInName(part)) {
        found.set(`${secret} ${path}`, { secret, origin: { ...origin, path } });
      }
    });
  }
  return [...found.values()];
}

/** Newest first, so that the last that is told of an object is the earliest. */
function* readLog(log: string): Generator<[hash: string, origin: Origin & { path: string }]> {
  for (const entry of log.split('\x1e').slice(1)) {
    const [commit = '', at = '', author = '', changes = ''] = entry.split('\x1f');
    // `:mode mode hash hash status`, NUL, path, NUL (git-diff-tree(1), raw format with -z).
    for (const [, hash = '', path = ''] of changes.matchAll(
      /:\d{6} \d{6} [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*\0([^\0]*)\0/g,
    )) {
      yield [hash, { commit, at, author, path }];
    }
  }
}

async function describeCommits(folder: string, commits: readonly string[]): Promise<Origin[]> {
  if (commits.length === 0) return [];
  const args = [...asBare(folder), 'log', '--no-walk=unsorted', '--stdin', `--format=${FORMAT}`];
  const input = commits.map((hash) => `${hash}\n`).join('');
  const log = (await runGit(folder, args, { read: buffer, input })).toString();
  return log.split('\x1e').flatMap((entry) => {
    const [commit, at, author] = entry.trim().split('\x1f');
    return commit && at && author !== undefined ? [{ commit, at, author, path: null }] : [];
  });
}
