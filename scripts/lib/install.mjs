import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './root.mjs';
import { runQuietly } from './run-quietly.mjs';
import { sourceHash } from './source-hash.mjs';
import { isUpToDate, markUpToDate } from './up-to-date.mjs';

const STAMP = 'node_modules/.keyward-install';

/** Whether what npm says it installed is what the lockfile asks for (another platform's builds aside). */
function installedMatchesLockfile() {
  const installedList = inRoot('node_modules/.package-lock.json');
  if (!existsSync(installedList)) return false;
  const installed = JSON.parse(readFileSync(installedList, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const found = installed[path];
    return found ? found.version === entry.version : entry.optional === true;
  });
}

/**
 * Installs the locked dependencies when they are missing or the lockfile has changed.
 * @param {string[]} [needed] optional packages that this machine cannot do without
 */
export async function ensureInstalled(progress, needed = []) {
  const hash = sourceHash(['package-lock.json'], 'any Node');
  const isComplete = needed.every((name) => existsSync(inRoot('node_modules', name)));
  if (isComplete && isUpToDate(STAMP, hash)) return;
  if (!isComplete || !installedMatchesLockfile()) {
    await progress.step('install dependencies', () => {
      const wanted = ['--include=dev', '--include=optional', '--no-engine-strict'];
      const args = ['ci', ...wanted, '--no-audit', '--no-fund', '--loglevel=error'];
      const npm = process.env.npm_execpath;
      return npm?.endsWith('.js')
        ? runQuietly(process.execPath, [npm, ...args])
        : runQuietly('npm', args);
    });
  }
  markUpToDate(STAMP, hash);
}
