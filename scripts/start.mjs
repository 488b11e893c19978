#!/usr/bin/env node
import './lib/require-node.mjs';

// Loaded only after the version check, so an old Node sees the message and not a syntax error.
const { launch } = await import('./lib/launch.mjs');
await launch(['start', ...process.argv.slice(2)]);
