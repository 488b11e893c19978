import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_ARGS, installedChromium } from './scripts/lib/chromium.mjs';

const resolve = { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } };
const common = {
  // On a busy machine of others one test in thousands may lose a race: it is named at the end of the run.
  retry: process.env.CI ? 1 : 0,
  // Every wait is for a condition, so these bound a failure only: a busy machine must never meet them.
  testTimeout: 120_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 60_000, interval: 20 } },
};

const executablePath = installedChromium();

const ROOMS = [
  'app',
  'bench',
  'cli',
  'client',
  'components',
  'db',
  'integrations',
  'journal',
  'verifier',
  'worker',
];
const TESTS_OF_ROOMS = `{${[...ROOMS, 'scripts'].join(',')}}/**/*.test.{ts,mjs}`;

/**
 * Files that put something else in the place of a module, a global or a variable of the environment,
 * which no other file may then meet: what reads it once keeps it.
 */
const CHANGES_ITS_PROCESS =
  /\bvi\.(mock|doMock|stubEnv|stubGlobal)\(|\bglobalThis as\b|\bopenDoor\(/;
const CHANGING = ROOMS.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `${room}/${file}`)
    .filter((file) => CHANGES_ITS_PROCESS.test(readFileSync(file, 'utf8')))
    // Routes' folders have brackets, which patterns take for their own.
    .map((file) => file.replace(/[[\]()]/g, '\\$&')),
);
/** And those that end processes and servers, or take what is one to a process. */
const ALONE = [
  ...CHANGING,
  'verifier/{faults,gateways}/**/*.test.ts',
  'app/control-api/*.test.ts',
  'integrations/*.test.ts',
];

/** The packages that components load, made ready before the first test: one found later reloads the page. */
const BROWSER_PACKAGES = [
  ...['react', 'react/jsx-runtime', 'react/jsx-dev-runtime', 'react-dom', 'react-dom/client'],
  ...['next/link', 'next/navigation', 'next/dist/shared/lib/app-router-context.shared-runtime'],
  ...['nuqs', 'nuqs/adapters/testing', 'vitest-browser-react'],
];

export default defineConfig({
  resolve,
  test: {
    ...common,
    // The tests wait for Postgres, processes and time limits as much as for themselves, so that two
    // more than there are processors keep them busy; each worker has databases of its own.
    maxWorkers: Math.min(4, availableParallelism() + 2),
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
          include: [TESTS_OF_ROOMS],
          exclude: ALONE,
          // As above: loading anew took a third of their time.
          isolate: false,
        },
      },
      { resolve, test: { ...common, name: 'alone', include: ALONE } },
      {
        resolve,
        // Next's own code asks for what its bundler would have written in.
        define: { 'process.env': {} },
        optimizeDeps: {
          // What an earlier run made ready may lack what is loaded today.
          force: true,
          include: BROWSER_PACKAGES,
          entries: ['components/**/*.test.tsx'],
          // Vite needs no PostCSS here: tests look at what is there, not at how it looks.
        },
        css: { postcss: {} },
        test: {
          ...common,
          // A component that doesn't answer within this time never does.
          testTimeout: 60_000,
          expect: { poll: { timeout: 20_000, interval: 20 } },
          name: 'browser',
          include: ['components/**/*.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            // A port of its own for every run: several may go on at once.
            api: { host: '127.0.0.1', port: 0 },
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath ? { executablePath } : {}),
                args: CHROMIUM_ARGS,
              },
              contextOptions: { locale: 'en-GB', timezoneId: 'UTC' },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
