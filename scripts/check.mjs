#!/usr/bin/env node
// `npm run check`: everything that needs no browser and no gateway.
import './lib/require-node.mjs';

const { createProgress } = await import('./lib/progress.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');
const { runChecks } = await import('./lib/checks.mjs');
const { inTurn } = await import('./lib/turn.mjs');

await inTurn(() => ensureInstalled(createProgress(process.stdout)));
await runChecks({ withInstalled: false });
