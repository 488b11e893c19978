import { type Dirent, existsSync, lstatSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/** What could not be read, and why: it has not been scanned. */
export interface Unread {
  readonly path: string;
  /** Such as `EACCES`. */
  readonly reason: string;
}

interface Walk {
  /** Of a path as it is shown. */
  readonly isExcluded: (path: string) => boolean;
  readonly unread: (problem: Unread) => void;
  /** Takes each folder that is a repository: the path itself, one below it, a submodule, a bare one. */
  readonly repository: (path: string) => void;
  /** Takes everything that has a name: files, folders, links. */
  readonly named: (name: string, path: string) => void;
}

/**
 * Every regular file below a path, or the path itself. Symbolic links are not followed, and `.git` is
 * left to the scan of the history.
 */
export function* walkFiles(
  path: string,
  { isExcluded, unread, repository, named }: Walk,
): Generator<string> {
  named(basename(resolve(path)), path);
  if (!lstatSync(path).isDirectory()) {
    yield path;
    return;
  }
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = entriesOf(folder, unread);
    if (isRepository(entries)) repository(folder);
    for (const entry of entries) {
      const inside = join(folder, entry.name);
      if (entry.name === '.git' || isExcluded(inside)) continue;
      named(entry.name, inside);
      if (entry.isDirectory()) folders.push(inside);
      else if (entry.isFile()) yield inside;
    }
  }
}

/**
 * What a repository keeps of its submodules, also of one that is no longer checked out: `modules` of the
 * repository and of each of its worktrees, below names that may have slashes in them.
 * @param store where its objects are
 */
export function modulesOf(store: string, unread: (problem: Unread) => void): string[] {
  const inside = (folder: string) =>
    existsSync(folder) ? entriesOf(folder, unread).filter((entry) => entry.isDirectory()) : [];
  const worktrees = inside(join(store, 'worktrees')).map(({ name }) =>
    join(store, 'worktrees', name),
  );
  const folders = [store, ...worktrees].map((folder) => join(folder, 'modules'));
  const found: string[] = [];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (existsSync(join(folder, 'HEAD'))) found.push(folder);
    else for (const { name } of inside(folder)) folders.push(join(folder, name));
  }
  return found;
}

const BARE = ['HEAD', 'objects', 'refs'];

/** Whether a folder is the top of a repository, or a bare one. The `.git` of a worktree or a submodule is a file. */
function isRepository(entries: readonly Dirent[]): boolean {
  const names = new Set(entries.map(({ name }) => name));
  return names.has('.git') || BARE.every((name) => names.has(name));
}

function entriesOf(folder: string, unread: (problem: Unread) => void): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    unread({ path: folder, reason: reasonOf(cause) });
    return [];
  }
}

/** The system's code for what went wrong. */
export const reasonOf = (cause: unknown): string =>
  (cause as NodeJS.ErrnoException).code ?? String(cause);
