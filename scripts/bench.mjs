#!/usr/bin/env node
// `npm run bench`: measures the built product against others, and against its own goals.
import './lib/require-node.mjs';

const { createProgress } = await import('./lib/progress.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureCliBuilt } = await import('./lib/build-cli.mjs');
const { ensureDashboardBuilt } = await import('./lib/build-dashboard.mjs');
const { buildBench } = await import('./lib/build-bench.mjs');
const { withBuildLock } = await import('./lib/build-lock.mjs');
const { pinnedPackage } = await import('./lib/pinned-node.mjs');
const { inRoot } = await import('./lib/root.mjs');

const { CHROMIUM_ARGS, ensureChromium, installedChromium } = await import('./lib/chromium.mjs');

const progress = createProgress(process.stdout);
await withBuildLock(async () => {
  await ensureInstalled(progress);
  await ensureCliBuilt(progress);
  await ensureDashboardBuilt(progress);
  await buildBench(progress);
});
const { main } = await import(inRoot('dist/bench/main.js'));
async function browser() {
  await ensureChromium(progress);
  const executablePath = installedChromium();
  return { ...(executablePath && { executablePath }), args: CHROMIUM_ARGS };
}
await main(process.argv.slice(2), { browser, nodePackage: pinnedPackage() });
