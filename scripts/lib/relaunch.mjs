// Runs on the Node that started us, which may be as old as 20.9.
import { spawn } from 'node:child_process';
import { basename, delimiter, dirname } from 'node:path';
import { withBuildLock } from './build-lock.mjs';
import { ensureInstalled } from './install.mjs';
import { findPinnedNode, pinnedPackage } from './pinned-node.mjs';
import { createProgress } from './progress.mjs';

/** Names the process that relaunched us, to us alone. */
const LAUNCHER = 'KEYWARD_LAUNCHER';
const PARENT_CHECK_MS = 500;
/** Commands of the CLI that run on; the others owe their caller an answer and not a word more. */
const RUN_ON = new Set(['start', 'dashboard', 'verifier', 'worker']);

/** Where to say on what we run: where progress is shown, or nowhere. */
function voiceOf([script, command]) {
  if (basename(script) !== 'keyward.mjs' || command === 'start') return process.stdout;
  return RUN_ON.has(command) ? process.stderr : null;
}

function fail(message) {
  process.stderr.write(`keyward: ${message}\n`);
  // Whoever reads the last line of the tests finds it there.
  if (basename(process.argv[1]) === 'test.mjs') process.stdout.write('\n0 passed, 1 failed\n');
  process.exit(1);
}

/** Installs what the lockfile names and finds the Node in it. Ends the process where there is none. */
async function installedNode(needed, progress) {
  const here = `Keyward needs Node ${needed} or newer, this is Node ${process.versions.node}`;
  const remedy = 'install a newer one from https://nodejs.org';
  const name = pinnedPackage();
  if (name === null) {
    fail(`${here}, and npm has none for ${process.platform} ${process.arch}: ${remedy}`);
  }
  await withBuildLock(() => ensureInstalled(progress, [name]));
  const pinned = findPinnedNode();
  if (pinned === null) {
    fail(
      `${here}, and npm has not installed the package ${name}, which brings one: ${remedy}, or see what "npm ci --include=optional" says`,
    );
  }
  return pinned;
}

/** Passes signals on to the child, and the death of npm, which could send none. */
function passOn(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, PARENT_CHECK_MS);
}

/**
 * Installs the dependencies, runs the same command on the Node among them, and ends as it ends. Never returns.
 * @param {string} needed the oldest version that could run us, such as `22.12`
 */
export async function relaunch(needed) {
  if (process.env[LAUNCHER] !== undefined) {
    fail(`the Node in node_modules is ${process.versions.node}, and ${needed} is needed`);
  }
  const [, ...command] = process.argv;
  const voice = voiceOf(command);
  const pinned = await installedNode(needed, createProgress(voice ?? process.stderr)).catch(
    (error) => fail(error.message),
  );
  const found = process.versions.node;
  const why =
    Number.parseInt(found, 10) < Number.parseInt(needed, 10)
      ? 'past its end of life'
      : `older than ${needed}`;
  voice?.write(`Node ${found} is ${why}: running on Node ${pinned.version} from the lockfile.\n`);
  const child = spawn(pinned.path, [...process.execArgv, ...command], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      // Programs that ask for `node` by name get the same one.
      PATH: [dirname(pinned.path), process.env.PATH].filter(Boolean).join(delimiter),
      npm_node_execpath: pinned.path,
      [LAUNCHER]: String(process.pid),
    },
  });
  passOn(child);
  child.once('error', (error) =>
    fail(`Node ${pinned.version} from the lockfile does not run here (${error.message})`),
  );
  await new Promise((_resolve) =>
    child.once('exit', (code, signal) => {
      if (signal === null) process.exit(code);
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }),
  );
}

/** Where an older Node has started us: its end by `kill -9` is ours, as if there were one process. */
export function endWithLauncher() {
  const isOurs = process.env[LAUNCHER] === String(process.ppid) && process.channel;
  delete process.env[LAUNCHER];
  if (!isOurs) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}
