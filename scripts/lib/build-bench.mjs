import { root } from './root.mjs';

// Each of these is a process of its own: a measured server and its load must not share one.
const ENTRY_POINTS = {
  main: 'bench/main.ts',
  'load-process': 'bench/load/load-process.ts',
  'limit-server': 'bench/verify/limit-server.ts',
  'lookup-server': 'bench/verify/lookup-server.ts',
  'prober-process': 'bench/revoke/prober-process.ts',
  'shipping-process': 'bench/audit/shipping-process.ts',
};

/** Bundles the benchmarks to `dist/bench/`, so that what is measured runs without a loader. */
export async function buildBench(progress) {
  await progress.step('build the benchmarks', async () => {
    const { build, stop } = await import('esbuild');
    await build({
      absWorkingDir: root,
      entryPoints: ENTRY_POINTS,
      outdir: 'dist/bench',
      chunkNames: 'chunks/[name]-[hash]',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node22.12',
      packages: 'external',
      logLevel: 'silent',
    });
    await stop();
  });
}
