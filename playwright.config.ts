import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, installedChromium } from './scripts/lib/chromium.mjs';

const executablePath = installedChromium();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/browser',
  globalSetup: './e2e/support/global-setup.ts',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // On a busy machine of others one test in thousands may lose a race: it is named at the end of the run.
  retries: process.env.CI ? 1 : 0,
  // A worker waits for servers and pages as much as it works.
  workers: 3,
  // Every wait is for a condition, so these bound a failure only: a busy machine must never meet them.
  timeout: 240_000,
  expect: { timeout: 45_000 },
  projects: [
    {
      // First, because it takes longest: begun last, it would run on alone.
      name: 'pages',
      testMatch: 'pages.spec.ts',
      // A trace of so many pages takes longer than looking at them, and each finding says where it is.
      use: { trace: 'off' },
    },
    { name: 'journeys', testIgnore: 'pages.spec.ts' },
  ],
  use: {
    browserName: 'chromium',
    // One step that hangs must not use up the time of its whole test.
    actionTimeout: 60_000,
    navigationTimeout: 90_000,
    locale: 'en-GB',
    timezoneId: 'UTC',
    // To keep what the page looked like at each step takes a third of a journey's time: `--trace on` does.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: CHROMIUM_ARGS,
    },
  },
});
