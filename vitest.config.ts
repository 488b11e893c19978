import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: [
      '{app,bench,cli,client,components,db,domain,journal,verifier,worker,scripts}/**/*.test.{ts,tsx,mjs}',
    ],
    // The tests wait for Postgres as much as for themselves; each worker has databases of its own.
    maxWorkers: Math.min(4, availableParallelism()),
    globalSetup: ['db/testing/global-setup.ts'],
    // Every wait is for a condition, so these bound a failure only: a busy machine must never meet them.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
  },
});
