import { ensureCliBuilt } from './build-cli.mjs';
import { ensureDashboardBuilt } from './build-dashboard.mjs';
import { withBuildLock } from './build-lock.mjs';
import { ensureInstalled } from './install.mjs';
import { createProgress } from './progress.mjs';
import { inRoot } from './root.mjs';

/** Commands that serve the dashboard; every other one needs only the CLI bundle. */
const SERVES_DASHBOARD = new Set(['start', 'dashboard']);

/**
 * Installs and builds what the command needs, then hands over to the bundled CLI in this process.
 * @param {string[]} args the command and its arguments, as typed
 */
export async function launch(args) {
  const isStart = args[0] === 'start';
  const asksForHelp = args.includes('--help') || args.includes('-h');
  // Only `start` reports on stdout; other commands keep stdout for their own answer.
  const progress = createProgress(isStart ? process.stdout : process.stderr);
  try {
    await withBuildLock(async () => {
      await ensureInstalled(progress);
      await ensureCliBuilt(progress);
      if (SERVES_DASHBOARD.has(args[0]) && !args.includes('--dev') && !asksForHelp) {
        await ensureDashboardBuilt(progress);
      }
    });
  } catch (error) {
    process.stderr.write(`keyward: ${error.message}\n`);
    process.exit(1);
  }
  const { main } = await import(inRoot('dist/keyward.js'));
  await main(args, progress);
}
