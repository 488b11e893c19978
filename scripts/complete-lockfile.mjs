#!/usr/bin/env node
// To run after `npm install <package>`: see lib/lockfile-gaps.mjs for what npm may leave out.
import { readFileSync, writeFileSync } from 'node:fs';
import { lockfileGaps } from './lib/lockfile-gaps.mjs';
import { inRoot } from './lib/root.mjs';

const file = inRoot('package-lock.json');
const lockfile = JSON.parse(readFileSync(file, 'utf8'));
const missing = lockfileGaps(lockfile.packages);
const { '': self, ...packages } = { ...lockfile.packages, ...missing };
const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (Object.keys(missing).length > 0) {
  lockfile.packages = { '': self, ...sorted };
  writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
}
process.stdout.write(`${Object.keys(missing).length} entries added to package-lock.json\n`);
