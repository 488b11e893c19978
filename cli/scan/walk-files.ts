import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

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
}

/**
 * Every regular file below a path, or the path itself. Symbolic links are not followed, and `.git` is
 * left to the scan of the history.
 */
export function* walkFiles(
  path: string,
  { isExcluded, unread, repository }: Walk,
): Generator<string> {
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
      if (entry.isDirectory()) folders.push(inside);
      else if (entry.isFile()) yield inside;
    }
  }
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
