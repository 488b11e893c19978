import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pinnedPackage } from './pinned-node.mjs';
import { inRoot } from './root.mjs';

const VERSION = '22.99.0';
const LINE = `Node 20.19.0 is past its end of life: running on Node ${VERSION} from the lockfile.\n`;
const PACKAGE = pinnedPackage();

/** A checkout in small: the launcher, a command that tells where it runs, and one locked package. */
let checkout;

function write(path, text, mode) {
  const file = join(checkout, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
}

/** The locked Node: a program of its own that hands over to the one that runs this test. */
function installNode() {
  write(`node_modules/${PACKAGE}/bin/node`, `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, 0o755);
  write(`node_modules/${PACKAGE}/package.json`, JSON.stringify({ version: VERSION }));
}

const TELL = `
import './lib/require-node.mjs';
import { setInterval } from 'node:timers';
const [command] = process.argv.slice(2);
const { PATH, KEYWARD_LAUNCHER: launcher, npm_node_execpath: node } = process.env;
const first = PATH.split(':')[0];
if (command === 'wait') {
  process.on('SIGINT', () => process.exit(5));
  setInterval(() => {}, 1000);
} else process.exitCode = 7;
console.log(JSON.stringify({ args: process.argv.slice(2), first, launcher, node, pid: process.pid }));
`;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'keyward-relaunch-'));
  cpSync(inRoot('scripts/lib'), join(checkout, 'scripts/lib'), { recursive: true });
  for (const name of ['start', 'keyward', 'test']) write(`scripts/${name}.mjs`, TELL);
  const packages = {
    '': {},
    [`node_modules/${PACKAGE}`]: { version: VERSION, optional: true },
  };
  write('package-lock.json', JSON.stringify({ packages }));
  write('node_modules/.package-lock.json', JSON.stringify({ packages }));
  // An npm that installs nothing.
  write('npm.js', '');
  installNode();
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

/** Arguments for a Node that takes itself for another version, but not where it was relaunched. */
function standIn({ version = '20.19.0', arch = process.arch } = {}) {
  write(
    'old.cjs',
    `if (process.env.KEYWARD_LAUNCHER === undefined) {
      const versions = { ...process.versions, node: '${version}' };
      Object.defineProperty(process, 'versions', { value: versions });
      Object.defineProperty(process, 'arch', { value: '${arch}' });
    }`,
  );
  return ['--require', join(checkout, 'old.cjs')];
}

const environment = () => ({
  PATH: process.env.PATH,
  npm_execpath: join(checkout, 'npm.js'),
});

async function run(nodeArgs, script, ...args) {
  const command = [...nodeArgs, join(checkout, 'scripts', script), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env: environment() }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

it('runs the command on the Node of the lockfile, says so in one line and ends as it ends', async () => {
  const { code, stdout, stderr } = await run(standIn(), 'start.mjs', '--demo', 'a b');
  expect(stdout.startsWith(LINE)).toBe(true);
  const told = JSON.parse(stdout.slice(LINE.length));
  expect(told).toMatchObject({
    args: ['--demo', 'a b'],
    first: join(checkout, 'node_modules', PACKAGE, 'bin'),
    node: join(checkout, 'node_modules', PACKAGE, 'bin/node'),
  });
  expect(told.launcher).toBeUndefined();
  expect({ code, stderr }).toEqual({ code: 7, stderr: '' });
});

it('says of a Node 22 from before the needed one that it is older', async () => {
  const { stdout } = await run(standIn({ version: '22.3.0' }), 'start.mjs');
  expect(stdout).toContain('Node 22.3.0 is older than 22.12: running on Node 22.99.0');
});

it('says nothing where a command of the CLI answers, and keeps stdout for the roles', async () => {
  const answer = await run(standIn(), 'keyward.mjs', 'token', 'list');
  expect(answer.stderr).toBe('');
  expect(JSON.parse(answer.stdout).args).toEqual(['token', 'list']);
  const role = await run(standIn(), 'keyward.mjs', 'verifier');
  expect(role.stderr).toBe(LINE);
  expect(JSON.parse(role.stdout).args).toEqual(['verifier']);
});

it('stays on a Node that is current', async () => {
  const { stdout } = await run([], 'start.mjs');
  expect(JSON.parse(stdout).node).toBeUndefined();
});

it('installs the locked Node where an earlier install has left it out', async () => {
  rmSync(join(checkout, 'node_modules', PACKAGE), { recursive: true });
  write(
    'npm.js',
    `const { mkdirSync, writeFileSync } = require('node:fs');
    const place = ${JSON.stringify(join(checkout, 'node_modules', PACKAGE))};
    for (const flag of ['--include=optional', '--no-engine-strict']) {
      if (!process.argv.includes(flag)) process.exit(1);
    }
    mkdirSync(place + '/bin', { recursive: true });
    writeFileSync(place + '/package.json', '{"version":"${VERSION}"}');
    writeFileSync(place + '/bin/node', '#!/bin/sh\\nexec "${process.execPath}" "$@"\\n', { mode: 0o755 });`,
  );
  const { stdout, code } = await run(standIn(), 'start.mjs');
  expect(stdout).toContain('install dependencies');
  expect(stdout).toContain(LINE);
  expect(code).toBe(7);
});

it('names the package that npm has not installed, and what to do', async () => {
  rmSync(join(checkout, 'node_modules', PACKAGE), { recursive: true });
  const { code, stdout, stderr } = await run(standIn(), 'test.mjs');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^keyward: Keyward needs Node 22\.12 or newer, this is Node 20\.19\.0, and npm has not installed/,
  );
  expect(stderr).toContain(PACKAGE);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
});

it('says where npm has no Node for the machine, or the one it has does not run', async () => {
  const strange = await run(standIn({ arch: 'ppc64' }), 'keyward.mjs', 'whoami');
  expect(strange).toMatchObject({ code: 1, stdout: '' });
  expect(strange.stderr).toContain('npm has none for');
  write(`node_modules/${PACKAGE}/bin/node`, '#!/nowhere/loader\n', 0o755);
  const broken = await run(standIn(), 'keyward.mjs', 'whoami');
  expect(broken).toMatchObject({ code: 1, stdout: '' });
  expect(broken.stderr).toContain(`Node ${VERSION} from the lockfile does not run here`);
});

it('turns away a Node too old to fetch another', async () => {
  const { code, stdout, stderr } = await run(standIn({ version: '16.20.0' }), 'start.mjs');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('Keyward needs Node 22.12 or newer, this is Node 16.20.0.');
});

/** A relaunched command that waits for its end. @returns the launcher, and the pid behind it */
async function startWaiting() {
  const args = [...standIn(), join(checkout, 'scripts/keyward.mjs'), 'wait'];
  const launcher = spawn(process.execPath, args, {
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told] = await once(launcher.stdout, 'data');
  return { launcher, pid: JSON.parse(told).pid };
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A child that nobody has asked after yet is dead, but listed.
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
}

it('passes signals on, and ends by the one that ended the command', async () => {
  const asked = await startWaiting();
  asked.launcher.kill('SIGINT');
  expect(await once(asked.launcher, 'exit')).toEqual([5, null]);
  const ended = await startWaiting();
  ended.launcher.kill('SIGTERM');
  expect(await once(ended.launcher, 'exit')).toEqual([null, 'SIGTERM']);
});

it('leaves nothing behind when it is killed', async () => {
  const { launcher, pid } = await startWaiting();
  expect(pid).not.toBe(launcher.pid);
  launcher.kill('SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
});
