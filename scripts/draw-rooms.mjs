#!/usr/bin/env node
// `npm run draw`: draws the pictures of docs/architecture.md anew, from the imports. With --check it
// changes nothing and fails where they differ, or where a walk stops at a file that is gone.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { drawPictures } from './lib/draw-rooms.mjs';
import { inRoot } from './lib/root.mjs';

const path = inRoot('docs/architecture.md');
const text = readFileSync(path, 'utf8');
let drawn = text;
for (const [name, picture] of Object.entries(drawPictures())) {
  const place = new RegExp(`(<!-- drawn: ${name} -->\n)[^]*?(<!-- /drawn -->)`);
  if (!place.test(drawn)) throw new Error(`docs/architecture.md has no place for "${name}"`);
  drawn = drawn.replace(place, `$1\n${picture}\n\n$2`);
}
const stops = [...text.matchAll(/`([a-z]+\/[^`]+\.tsx?)`/g)].map(([, stop]) => stop);
const gone = stops.filter((stop) => !existsSync(inRoot(stop)));
if (gone.length > 0) {
  process.stderr.write(`docs/architecture.md stops at files that are gone: ${gone.join(', ')}\n`);
  process.exitCode = 1;
}
if (!process.argv.includes('--check')) writeFileSync(path, drawn);
else if (drawn !== text) {
  process.stderr.write('docs/architecture.md shows other imports than there are: npm run draw\n');
  process.exitCode = 1;
}
