import { existsSync, readFileSync } from 'node:fs';

/** What a test file took, its set-ups with it. @typedef {{ file: string, seconds: number }} FileTime */

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/** What `file-times.mjs` wrote down. @returns {FileTime[]} */
export const vitestTimes = (file) => read(file) ?? [];

/** The times in Playwright's JSON report, tests of one file added up. @returns {FileTime[]} */
export function playwrightTimes(file) {
  const seconds = new Map();
  const add = ({ specs = [], suites = [] }) => {
    for (const { file: name, tests } of specs) {
      const tookMs = tests.flatMap(({ results }) => results.map(({ duration }) => duration));
      const sum = tookMs.reduce((total, took) => total + took / 1000, 0);
      seconds.set(name, (seconds.get(name) ?? 0) + sum);
    }
    for (const suite of suites) add(suite);
  };
  add(read(file) ?? {});
  return [...seconds].map(([name, sum]) => ({ file: `e2e/${name}`, seconds: sum }));
}

/** The ten slowest of all runners, a line each, and how long everything took. */
export function slowFilesText(times, tookSeconds) {
  const slowest = times.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10);
  const lines = slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`);
  const took = `${Math.floor(tookSeconds / 60)} min ${Math.floor(tookSeconds % 60)} s`;
  return ['', `The slowest test files of ${took}:`, ...lines, ''].join('\n');
}
