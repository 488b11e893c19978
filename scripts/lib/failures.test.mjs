import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failuresText, playwrightFailures, vitestFailures } from './failures.mjs';
import { inRoot } from './root.mjs';

let folder;
let report;
let times;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyward-failures-'));
  report = join(folder, 'report.json');
  times = join(folder, 'times.json');
  writeFileSync(times, JSON.stringify({ files: [], errors: ['the server went away'] }));
});
afterAll(() => rmSync(folder, { recursive: true }));
const write = (value) => writeFileSync(report, JSON.stringify(value));

it('names the tests that failed in vitest, the files that could not be loaded, and what was thrown outside', () => {
  write({
    testResults: [
      {
        name: inRoot('domain/base/ids.test.ts'),
        status: 'failed',
        message: '',
        assertionResults: [
          { status: 'passed', fullName: 'counts', failureMessages: [] },
          { status: 'failed', fullName: 'reads', failureMessages: ['Error: 1 is not 2\n  at x'] },
        ],
      },
      {
        name: inRoot('db/client.test.ts'),
        status: 'failed',
        message: 'no such module',
        assertionResults: [],
      },
      { name: inRoot('db/ok.test.ts'), status: 'passed', message: '', assertionResults: [] },
    ],
  });
  expect(vitestFailures(report, times)).toEqual([
    { file: 'domain/base/ids.test.ts', title: 'reads', message: 'Error: 1 is not 2\n  at x' },
    { file: 'db/client.test.ts', title: 'the file itself', message: 'no such module' },
    { file: 'vitest', title: 'thrown outside of all tests', message: 'the server went away' },
  ]);
});

it('names the journeys that failed, by their last try, and none that passed on it', () => {
  const spec = (title, status, ...errors) => ({
    file: 'story.spec.ts',
    title,
    tests: [{ status, results: errors.map((message) => ({ error: message && { message } })) }],
  });
  const suites = [
    {
      specs: [spec('flaky', 'flaky', 'once', null)],
      suites: [{ specs: [spec('broken', 'unexpected', 'first', 'last')] }],
    },
  ];
  write({ suites });
  expect(playwrightFailures(report)).toEqual([
    { file: 'e2e/story.spec.ts', title: 'broken', message: 'last' },
  ]);
});

it('says the first lines of each, without colours, and nothing where nothing failed', () => {
  const message = ['\u001b[31mError\u001b[39m', '', 'a', 'b', 'c', 'd', 'e', 'f'].join('\n');
  const text = failuresText([{ file: 'a.test.ts', title: 'reads', message }]);
  expect(text.trim().split('\n')).toEqual([
    'Failed:',
    '  a.test.ts  reads',
    ...['Error', 'a', 'b', 'c', 'd', 'e'].map((line) => `    ${line}`),
  ]);
  expect(failuresText([])).toBe('');
  expect(vitestFailures(join(folder, 'none.json'), join(folder, 'none.json'))).toEqual([]);
  expect(playwrightFailures(join(folder, 'none.json'))).toEqual([]);
});
