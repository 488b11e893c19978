#!/usr/bin/env node
// `npm test`: installs what is missing and runs every check and test there is.
import './lib/require-node.mjs';

const { createProgress } = await import('./lib/progress.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureCliBuilt } = await import('./lib/build-cli.mjs');
const { ensureDashboardBuilt } = await import('./lib/build-dashboard.mjs');
const { ensureChromium } = await import('./lib/chromium.mjs');
const { ensureGateways } = await import('./lib/gateways.mjs');
const { runChecks } = await import('./lib/checks.mjs');
const { withBuildLock } = await import('./lib/build-lock.mjs');

const progress = createProgress(process.stdout);
try {
  await withBuildLock(async () => {
    await ensureInstalled(progress);
    await ensureChromium(progress);
    await ensureGateways(progress);
    await ensureCliBuilt(progress);
    await ensureDashboardBuilt(progress);
  });
  await runChecks({ withInstalled: true });
} catch (error) {
  process.stdout.write(`${error.message}\n\n0 passed, 1 failed\n`);
  process.exitCode = 1;
}
