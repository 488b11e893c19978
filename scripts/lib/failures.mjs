import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './root.mjs';

/** A test that failed, or a file that could not be loaded. @typedef {{ file: string, title: string, message: string }} Failure */

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/**
 * The failures in vitest's JSON report, and what `file-times.mjs` saw thrown outside of all tests.
 * @returns {Failure[]}
 */
export function vitestFailures(report, times) {
  const thrown = (read(times)?.errors ?? []).map((message) => ({
    file: 'vitest',
    title: 'thrown outside of all tests',
    message,
  }));
  const failed = (read(report)?.testResults ?? [])
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const file = relative(root, name);
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return [{ file, title: 'the file itself', message }];
      return failed.map(({ fullName, failureMessages: [first = ''] }) => ({
        file,
        title: fullName,
        message: first,
      }));
    });
  return [...failed, ...thrown];
}

/** The failures in Playwright's JSON report; what passed on a second try is none. @returns {Failure[]} */
export function playwrightFailures(report) {
  const failures = [];
  const add = ({ specs = [], suites = [] }) => {
    for (const { file, title, tests } of specs) {
      const failed = tests.filter(({ status }) => status === 'unexpected');
      const results = failed.flatMap(({ results }) => results.slice(-1));
      for (const { error } of results) {
        failures.push({ file: `e2e/${file}`, title, message: error?.message ?? '' });
      }
    }
    for (const suite of suites) add(suite);
  };
  add(read(report) ?? {});
  return failures;
}

const LINES = 6;

/** Each failure with the first lines of its message, near the end of the output, where a shortened log still has it. */
export function failuresText(failures) {
  if (failures.length === 0) return '';
  const entries = failures.flatMap(({ file, title, message }) => [
    `  ${file}  ${title}`,
    ...stripVTControlCharacters(message)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, LINES)
      .map((line) => `    ${line.slice(0, 200)}`),
  ]);
  return ['', 'Failed:', ...entries, ''].join('\n');
}
