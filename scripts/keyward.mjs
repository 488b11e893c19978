#!/usr/bin/env node
import './lib/require-node.mjs';

const { launch } = await import('./lib/launch.mjs');
await launch(process.argv.slice(2));
