import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot } from './root.mjs';

/** Whether the step behind this stamp last finished for exactly this input. */
export function isUpToDate(path, hash) {
  return existsSync(inRoot(path)) && readFileSync(inRoot(path), 'utf8') === hash;
}

export function markUpToDate(path, hash) {
  mkdirSync(dirname(inRoot(path)), { recursive: true });
  writeFileSync(inRoot(path), hash);
}
