import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { inRoot } from './root.mjs';

const NOT_BUILT = /(\.test\.(ts|tsx|mjs)|README\.md)$/;

function* filesUnder(path) {
  if (!existsSync(inRoot(path))) return;
  if (!statSync(inRoot(path)).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(inRoot(path)).sort()) {
    if (name !== 'node_modules') yield* filesUnder(`${path}/${name}`);
  }
}

/**
 * One hash over names and contents of everything a build reads.
 * @param {string[]} paths files and folders relative to the repository; missing ones count as empty
 * @param {string} [runtime] what the result depends on beside them
 */
export function sourceHash(paths, runtime = process.version) {
  const hash = createHash('sha256').update(runtime);
  for (const path of paths) {
    for (const file of filesUnder(path)) {
      if (!NOT_BUILT.test(file)) hash.update(`\0${file}\0`).update(readFileSync(inRoot(file)));
    }
  }
  return hash.digest('hex');
}
