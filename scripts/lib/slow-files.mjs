import { existsSync, readFileSync } from 'node:fs';

/**
 * What a test file took, its set-ups with it, and its tests that passed only when they were tried again.
 * @typedef {{ file: string, seconds: number, flaky: string[] }} FileTime
 */

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/** What `file-times.mjs` wrote down. @returns {FileTime[]} */
export const vitestTimes = (file) => read(file)?.files ?? [];

/** The times in Playwright's JSON report, tests of one file added up. @returns {FileTime[]} */
export function playwrightTimes(file) {
  const files = new Map();
  const add = ({ specs = [], suites = [] }) => {
    for (const { file: name, title, tests } of specs) {
      const { seconds, flaky } = files.get(name) ?? { seconds: 0, flaky: [] };
      const again = tests.some(({ status }) => status === 'flaky') ? [title] : [];
      const tookMs = tests.flatMap(({ results }) => results.map(({ duration }) => duration));
      const sum = tookMs.reduce((total, took) => total + took / 1000, 0);
      files.set(name, { seconds: seconds + sum, flaky: [...flaky, ...again] });
    }
    for (const suite of suites) add(suite);
  };
  add(read(file) ?? {});
  return [...files].map(([name, times]) => ({ file: `e2e/${name}`, ...times }));
}

/** The tests that failed once and passed when they were tried again, a line each: they are to be mended. */
export function flakyText(times) {
  const lines = times.flatMap(({ file, flaky }) => flaky.map((title) => `  ${file}  ${title}`));
  if (lines.length === 0) return '';
  return ['', 'Failed once, and passed when tried again:', ...lines, ''].join('\n');
}

/** The ten slowest of all runners, a line each, and how long everything took. */
export function slowFilesText(times, tookSeconds) {
  const slowest = times.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10);
  const lines = slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`);
  const took = `${Math.floor(tookSeconds / 60)} min ${Math.floor(tookSeconds % 60)} s`;
  return ['', `The slowest test files of ${took}:`, ...lines, ''].join('\n');
}
