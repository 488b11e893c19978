import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const resolve = { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } };
const common = {
  // Every wait is for a condition, so these bound a failure only: a busy machine must never meet them.
  testTimeout: 120_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 60_000, interval: 20 } },
};

export default defineConfig({
  resolve,
  test: {
    ...common,
    // The tests wait for Postgres as much as for themselves; each worker has databases of its own.
    maxWorkers: Math.min(4, availableParallelism()),
    globalSetup: ['db/testing/global-setup.ts'],
    projects: [
      {
        resolve,
        test: {
          ...common,
          name: 'domain',
          include: ['domain/**/*.test.ts'],
          // These files share the modules they load: what they change is in databases of their own,
          // and loading the domain anew for each took longer than its tests.
          isolate: false,
        },
      },
      {
        resolve,
        test: {
          ...common,
          name: 'rooms',
          include: [
            '{app,bench,cli,client,components,db,journal,verifier,worker,scripts}/**/*.test.{ts,tsx,mjs}',
          ],
        },
      },
    ],
  },
});
