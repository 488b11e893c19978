import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playwrightTotals, vitestTotals } from './test-totals.mjs';

let folder;
let file;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyward-tally-'));
  file = join(folder, 'report.json');
});
afterAll(() => rmSync(folder, { recursive: true }));

const vitestReport = (facts) =>
  writeFileSync(
    file,
    JSON.stringify({
      ...{ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 },
      testResults: [],
      ...facts,
    }),
  );
const playwrightReport = (facts) =>
  writeFileSync(
    file,
    JSON.stringify({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...facts } }),
  );

describe('vitestTotals', () => {
  it('counts what passed and failed', () => {
    vitestReport({ numPassedTests: 5, numFailedTests: 2 });
    expect(vitestTotals(file, 1, false)).toEqual({ passed: 5, failed: 2 });
  });

  it('counts a file that could not be loaded', () => {
    vitestReport({
      numPassedTests: 5,
      testResults: [{ status: 'failed', assertionResults: [] }],
    });
    expect(vitestTotals(file, 1, false)).toEqual({ passed: 5, failed: 1 });
  });

  it('counts skipped tests as failed in CI only', () => {
    vitestReport({ numPassedTests: 5, numPendingTests: 1, numTodoTests: 1 });
    expect(vitestTotals(file, 0, false)).toEqual({ passed: 5, failed: 0 });
    expect(vitestTotals(file, 0, true)).toEqual({ passed: 5, failed: 2 });
  });

  it.each([
    ['ran no test', {}, 0],
    ['failed after all tests passed', { numPassedTests: 5 }, 1],
  ])('counts one failure when the runner %s', (_what, facts, exitCode) => {
    vitestReport(facts);
    expect(vitestTotals(file, exitCode, false).failed).toBe(1);
  });

  it('counts one failure when there is no report', () => {
    expect(vitestTotals(join(folder, 'none.json'), 0, false)).toEqual({ passed: 0, failed: 1 });
  });
});

describe('playwrightTotals', () => {
  it('counts a test that passed only on a second try as passed', () => {
    playwrightReport({ expected: 4, unexpected: 1, flaky: 1 });
    expect(playwrightTotals(file, 1, false)).toEqual({ passed: 5, failed: 1 });
  });

  it('counts skipped tests as failed in CI only', () => {
    playwrightReport({ expected: 4, skipped: 2 });
    expect(playwrightTotals(file, 0, false)).toEqual({ passed: 4, failed: 0 });
    expect(playwrightTotals(file, 0, true)).toEqual({ passed: 4, failed: 2 });
  });

  it('counts one failure when no test ran or no report was written', () => {
    playwrightReport({});
    expect(playwrightTotals(file, 0, false)).toEqual({ passed: 0, failed: 1 });
    expect(playwrightTotals(join(folder, 'none.json'), 1, false)).toEqual({ passed: 0, failed: 1 });
  });
});
