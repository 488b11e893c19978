import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { failuresText, playwrightFailures, vitestFailures } from './failures.mjs';
import { FILE_TIMES } from './file-times.mjs';
import { inRoot, root } from './root.mjs';
import { flakyText, playwrightTimes, slowFilesText, vitestTimes } from './slow-files.mjs';
import { playwrightTotals, vitestTotals } from './test-totals.mjs';

const REPORTS = 'test-results/reports';
const ROOMS = [
  ...['app', 'bench', 'cli', 'client', 'components', 'db', 'domain', 'e2e', 'journal'],
  ...['scripts', 'verifier', 'worker'],
];
const present = (paths) => paths.filter((path) => existsSync(inRoot(path)));

/** The checks of `npm run check` that are no tests: a name and what to run. The slowest is last, and begins first. */
const STATIC_CHECKS = [
  ['format and lint', [['@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']]],
  [
    'boundaries',
    [
      [
        'dependency-cruiser/bin/dependency-cruise.mjs',
        ...['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long'],
        ...present([...ROOMS, 'proxy.ts', 'playwright.config.ts', 'vitest.config.ts']),
      ],
    ],
  ],
  [
    'pure components',
    [
      [
        'dependency-cruiser/bin/dependency-cruise.mjs',
        ...['--config', '.dependency-cruiser.pure.mjs', '--output-type', 'err-long'],
        ...present(['components', 'domain', 'db']),
      ],
    ],
  ],
  ['pictures of the rooms', [['../scripts/draw-rooms.mjs', '--check']]],
  ['dead code', [['knip/bin/knip.js', '--no-progress']]],
  [
    'types',
    [
      ['next/dist/bin/next', 'typegen'],
      ['typescript/bin/tsc', '--noEmit', '--project', '.'],
    ],
  ],
];

/** Runs a program of node_modules; its output is passed on, or kept and shown only when it fails. */
async function run([program, ...args], { isQuiet, env = {} }) {
  const child = spawn(process.execPath, [inRoot('node_modules', program), ...args], {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: isQuiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
  });
  let output = '';
  const keep = (chunk) => {
    output += chunk;
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code: code ?? 1, output };
}

async function staticCheck(name, commands) {
  const since = performance.now();
  for (const command of commands) {
    const { code, output } = await run(command, { isQuiet: true });
    if (code !== 0) {
      process.stdout.write(`✗ ${name}\n${output.trimEnd()}\n`);
      const failures = [{ file: 'npm run check', title: name, message: output }];
      return { passed: 0, failed: 1, failures };
    }
  }
  process.stdout.write(`✓ ${name} (${((performance.now() - since) / 1000).toFixed(1)} s)\n`);
  return { passed: 1, failed: 0 };
}

/** Two at a time: most of them use one processor. */
async function staticChecks() {
  const waiting = [...STATIC_CHECKS];
  const tallies = [];
  const lane = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      tallies.push(await staticCheck(...next));
    }
  };
  await Promise.all([lane(), lane()]);
  return tallies;
}

function freshReport(name) {
  mkdirSync(inRoot(REPORTS), { recursive: true });
  const file = inRoot(REPORTS, name);
  rmSync(file, { force: true });
  return file;
}

const isCi = () => Boolean(process.env.CI && process.env.CI !== 'false');

/** The tests that need programs which only `npm test` installs. */
const NEED_INSTALLED = [
  ...['--exclude', 'verifier/gateways/**', '--exclude', 'integrations/audit-verifier.test.ts'],
  ...['--project', '!browser'],
];

async function vitest(withInstalled) {
  const [file, times] = [freshReport('vitest.json'), freshReport('vitest-times.json')];
  const reporters = [
    ...['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`],
    '--reporter=./scripts/lib/file-times.mjs',
  ];
  const which = withInstalled ? [] : NEED_INSTALLED;
  const { code } = await run(['vitest/vitest.mjs', 'run', ...reporters, ...which], {
    isQuiet: false,
    env: { [FILE_TIMES]: times },
  });
  return {
    ...vitestTotals(file, code, isCi()),
    times: vitestTimes(times),
    failures: vitestFailures(file),
  };
}

async function playwright() {
  const file = freshReport('playwright.json');
  const { code } = await run(['@playwright/test/cli.js', 'test', '--reporter=list,json'], {
    isQuiet: false,
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
  return {
    ...playwrightTotals(file, code, isCi()),
    times: playwrightTimes(file),
    failures: playwrightFailures(file),
  };
}

/**
 * Runs the checks and prints the slowest test files, and the sum alone on the last line. The exit code tells whether all passed.
 * @param {{ withInstalled: boolean }} options whether to run what needs a browser or a gateway
 */
export async function runChecks({ withInstalled }) {
  const since = performance.now();
  const tallies = await staticChecks();
  tallies.push(await vitest(withInstalled));
  if (withInstalled) tallies.push(await playwright());
  const sum = (count) => tallies.reduce((total, tally) => total + tally[count], 0);
  const times = tallies.flatMap((tally) => tally.times ?? []);
  process.stdout.write(flakyText(times));
  process.stdout.write(slowFilesText(times, (performance.now() - since) / 1000));
  process.stdout.write(failuresText(tallies.flatMap((tally) => tally.failures ?? [])));
  process.exitCode = sum('failed') === 0 ? 0 : 1;
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
}
