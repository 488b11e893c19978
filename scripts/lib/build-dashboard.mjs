import { inRoot } from './root.mjs';
import { runQuietly } from './run-quietly.mjs';
import { sourceHash } from './source-hash.mjs';
import { isUpToDate, markUpToDate } from './up-to-date.mjs';

const SOURCES = [
  ...['app', 'components', 'domain', 'db', 'public', 'proxy.ts', 'instrumentation.ts'],
  ...['next.config.js', 'postcss.config.mjs', 'tsconfig.json', 'package-lock.json'],
];
const STAMP = '.next/.keyward-build';

/** Builds the dashboard for production when its sources have changed. */
export async function ensureDashboardBuilt(progress) {
  const hash = sourceHash(SOURCES);
  if (isUpToDate(STAMP, hash)) return;
  await progress.step('build the dashboard', () =>
    runQuietly(process.execPath, [inRoot('node_modules/next/dist/bin/next'), 'build'], {
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    }),
  );
  markUpToDate(STAMP, hash);
}
