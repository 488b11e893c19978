import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import FileTimes, { FILE_TIMES } from './file-times.mjs';
import { inRoot } from './root.mjs';
import { flakyText, playwrightTimes, slowFilesText, vitestTimes } from './slow-files.mjs';

let folder;
let file;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyward-slow-'));
  file = join(folder, 'report.json');
});
afterAll(() => rmSync(folder, { recursive: true }));

it('counts the set-ups of a file, not its tests alone, and names what was tried again', () => {
  process.env[FILE_TIMES] = file;
  const reporter = new FileTimes();
  const diagnostic = () => ({ collectDuration: 500, setupDuration: 0, duration: 2_000 });
  const module = { moduleId: inRoot('domain/base/ids.test.ts') };
  const test = (fullName, flaky) => ({ module, fullName, diagnostic: () => ({ flaky }) });
  reporter.onTestCaseResult(test('passes at once', false));
  reporter.onTestCaseResult(test('passes when tried again', true));
  reporter.onTestModuleEnd({ ...module, diagnostic });
  reporter.onTestRunEnd();
  delete process.env[FILE_TIMES];
  const flaky = ['passes when tried again'];
  expect(vitestTimes(file)).toEqual([{ file: 'domain/base/ids.test.ts', seconds: 2.5, flaky }]);
});

it('adds up what the tests of a journey took, retries and nested suites with them', () => {
  const spec = (...durations) => ({
    file: 'story.spec.ts',
    title: `${durations.length} tries`,
    tests: [
      {
        status: durations.length > 1 ? 'flaky' : 'expected',
        results: durations.map((duration) => ({ duration })),
      },
    ],
  });
  const suites = [{ specs: [spec(1_000, 500)], suites: [{ specs: [spec(2_000)] }] }];
  writeFileSync(file, JSON.stringify({ suites }));
  const times = playwrightTimes(file);
  expect(times).toEqual([{ file: 'e2e/story.spec.ts', seconds: 3.5, flaky: ['2 tries'] }]);
  expect(flakyText(times)).toContain('e2e/story.spec.ts  2 tries');
  expect(flakyText([{ ...times[0], flaky: [] }])).toBe('');
});

it('knows no times where a runner wrote none', () => {
  const none = join(folder, 'none.json');
  expect([...vitestTimes(none), ...playwrightTimes(none)]).toEqual([]);
});

it('names the ten slowest, slowest first', () => {
  const times = Array.from({ length: 12 }, (_, at) => ({ file: `${at}.test.ts`, seconds: at }));
  const lines = slowFilesText(times, 605).trim().split('\n');
  expect(lines[0]).toBe('The slowest test files of 10 min 5 s:');
  expect(lines.slice(1).map((line) => line.trim())).toEqual(
    [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((at) => `${at}.0 s  ${at}.test.ts`),
  );
});
