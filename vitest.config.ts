import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: [
      '{app,bench,cli,client,components,db,domain,journal,verifier,worker,scripts}/**/*.test.{ts,tsx,mjs}',
    ],
    globalSetup: ['db/testing/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
