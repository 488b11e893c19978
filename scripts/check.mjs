#!/usr/bin/env node
// `npm run check`: everything that needs no browser and no gateway.
import './lib/require-node.mjs';

const { createProgress } = await import('./lib/progress.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');
const { runChecks } = await import('./lib/checks.mjs');
const { withBuildLock } = await import('./lib/build-lock.mjs');

await withBuildLock(() => ensureInstalled(createProgress(process.stdout)));
await runChecks({ withInstalled: false });
