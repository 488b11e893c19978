import { existsSync, readFileSync } from 'node:fs';

/** What a runner counted. @typedef {{ passed: number, failed: number }} Tally */

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** A runner that ran nothing, or that says no although every test passed, has failed once. */
function honest({ passed, failed }, exitCode) {
  if (failed === 0 && (exitCode !== 0 || passed === 0)) return { passed, failed: 1 };
  return { passed, failed };
}

/**
 * Adds up vitest's JSON report. A file that could not even be loaded counts as one failure, and in CI
 * so does every skipped test.
 */
export function vitestTotals(file, exitCode, isCi) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 1 };
  const notLoaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + notLoaded + (isCi ? skipped : 0);
  return honest({ passed: report.numPassedTests, failed }, exitCode);
}

/** Adds up Playwright's JSON report; a test that passed only on a second try has passed, and is named by `flakyText`. */
export function playwrightTotals(file, exitCode, isCi) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return honest({ passed: expected + flaky, failed: unexpected + (isCi ? skipped : 0) }, exitCode);
}
