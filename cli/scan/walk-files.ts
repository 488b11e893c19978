import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What could not be read, and why: it has not been scanned. */
export interface Unread {
  readonly path: string;
  /** Such as `EACCES`. */
  readonly reason: string;
}

/**
 * Every regular file below a path, or the path itself. Symbolic links are not followed, and `.git` is
 * left to the scan of the history.
 * @param isExcluded of a path as it is shown
 */
export function* walkFiles(
  path: string,
  isExcluded: (path: string) => boolean,
  unread: (problem: Unread) => void,
): Generator<string> {
  if (!lstatSync(path).isDirectory()) {
    yield path;
    return;
  }
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder, unread)) {
      const inside = join(folder, entry.name);
      if (entry.name === '.git' || isExcluded(inside)) continue;
      if (entry.isDirectory()) folders.push(inside);
      else if (entry.isFile()) yield inside;
    }
  }
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
