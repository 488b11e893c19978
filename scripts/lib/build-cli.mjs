import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { inRoot, root } from './root.mjs';
import { sourceHash } from './source-hash.mjs';
import { isUpToDate, markUpToDate } from './up-to-date.mjs';

const SOURCES = [
  'cli',
  'domain',
  'db',
  'journal',
  'verifier',
  'worker',
  'app/main.ts',
  'app/server',
];
const SETTINGS = ['scripts/lib/build-cli.mjs', 'package-lock.json', 'tsconfig.json'];
const STAMP = 'dist/.keyward-build';
const OLD_CHUNK_MS = 24 * 60 * 60 * 1000;

// The roles are entry points of their own: the CLI starts them as built files and imports none of them.
const ENTRY_POINTS = {
  keyward: 'cli/keyward.ts',
  'exit-with-parent': 'cli/supervisor/exit-with-parent.ts',
  'role-process': 'cli/supervisor/role-process.ts',
  verifier: 'verifier/main.ts',
  worker: 'worker/main.ts',
  dashboard: 'app/main.ts',
  'openapi-worker': 'domain/openapi/worker-entry.ts',
  'journal-shipper': 'journal/ship-thread-entry.ts',
};

/** A running product may still load a chunk of the build before, so chunks are kept for a day. */
function removeOldChunks(written) {
  const folder = inRoot('dist/chunks');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = `dist/chunks/${name}`;
    const isOld = Date.now() - statSync(inRoot(path)).mtimeMs > OLD_CHUNK_MS;
    if (isOld && !written.has(path)) rmSync(inRoot(path));
  }
}

/** esbuild takes an import of ours that leads nowhere for a package; running would be the first to notice. */
function refuseUnresolved({ outputs }) {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  const lost = imports.find(({ external, path }) => external && path.startsWith('@/'));
  if (lost) throw new Error(`nothing is at ${lost.path}, which the command imports`);
}

/** Bundles the CLI, the verifier and the worker to `dist/` when their sources have changed. */
export async function ensureCliBuilt(progress) {
  const hash = sourceHash([...SOURCES, ...SETTINGS]);
  if (isUpToDate(STAMP, hash)) return;
  await progress.step('build the command', async () => {
    const { build, stop } = await import('esbuild');
    const present = Object.entries(ENTRY_POINTS).filter(([, path]) => existsSync(inRoot(path)));
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: Object.fromEntries(present),
      outdir: 'dist',
      chunkNames: 'chunks/[name]-[hash]',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node22.12',
      packages: 'external',
      sourcemap: 'linked',
      metafile: true,
      logLevel: 'silent',
    });
    await stop();
    refuseUnresolved(metafile);
    removeOldChunks(new Set(Object.keys(metafile.outputs)));
  });
  markUpToDate(STAMP, hash);
}
