import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

/** How often `find` stands in the text. */
export const countOf = (text, find) => text.split(find).length - 1;

/** A copy of the tree to break things in: its files as they are now, and the same packages. */
export function makeCopy() {
  const directory = mkdtempSync(join(tmpdir(), 'keyward-mutants-'));
  const listed = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    try {
      copyFileSync(join(root, file), join(directory, file));
    } catch (error) {
      // Removed from the tree, and not from git's list yet.
      if (error.code !== 'ENOENT') throw error;
    }
  }
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  return {
    directory,
    pathOf: (file) => join(directory, file),
    write: (file, text) => writeFileSync(join(directory, file), text),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
