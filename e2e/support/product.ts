import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '@/db/embedded/free-port';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const START_WITHIN_MS = 240_000;
const STOP_WITHIN_MS = 20_000;

/** A running Keyward: the real processes, on ports and with data of their own. */
export interface Product {
  readonly dashboardUrl: string;
  /** Where the dashboard listens on this machine, whatever its address is. */
  readonly dashboardPort: number;
  readonly verifierUrl: string;
  readonly dataDirectory: string;
  /** The one-time link of the first start; null when an administrator exists. */
  readonly setupUrl: string | null;
  /** Everything `npm start` has printed. */
  readonly output: () => string;
  /** Runs a command of the CLI against this product and returns what it printed. */
  keyward(...args: string[]): Promise<string>;
  /** The processes that run for it now, a line each. */
  processes(): Promise<string[]>;
  /** As Ctrl-C does; the data stays. */
  halt(): Promise<void>;
  /** As `kill -9` of the supervisor does. */
  crash(): Promise<void>;
  /** Another start on the same data and ports. */
  startAgain(): Promise<Product>;
  /** Halts it and what was started again, and removes the data. */
  stop(): Promise<void>;
}

async function untilReady(child: ChildProcess, output: () => string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`npm start ${why}:\n${output()}`));
    const late = setTimeout(() => fail('is not ready in time'), START_WITHIN_MS);
    child.once('exit', (code) => fail(`ended with ${code}`));
    child.stdout?.on('data', () => {
      if (!output().includes('Ctrl-C stops everything.')) return;
      clearTimeout(late);
      resolve();
    });
  });
}

async function stopProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(late);
}

/** Every process that runs for this data directory: the server names it, the others have it in their environment. */
async function processesOf(dataDirectory: string): Promise<string[]> {
  const { stdout } = await run('ps', ['axeww', '-o', 'pid=,args='], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split('\n').filter((line) => line.includes(dataDirectory));
}

async function launch(args: string[], env: NodeJS.ProcessEnv): Promise<Product> {
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const dataDirectory = env.KEYWARD_DATA_DIR ?? '';
  let later: Product | undefined;
  const halt = () => stopProcess(child, 'SIGINT');
  const stop = async () => {
    await later?.halt();
    await halt();
    await rm(dataDirectory, { recursive: true, force: true });
  };
  try {
    await untilReady(child, () => printed);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    dashboardUrl: env.KEYWARD_URL ?? '',
    dashboardPort: Number(env.DASHBOARD_PORT),
    verifierUrl: `http://127.0.0.1:${env.VERIFIER_PORT}`,
    dataDirectory,
    setupUrl: /https?:\/\/\S*setup\S*/.exec(printed)?.[0] ?? null,
    output: () => printed,
    processes: () => processesOf(dataDirectory),
    async keyward(...commandLine) {
      const script = join(root, 'scripts/keyward.mjs');
      const { stdout } = await run(process.execPath, [script, ...commandLine], { cwd: root, env });
      return stdout;
    },
    halt,
    crash: () => stopProcess(child, 'SIGKILL'),
    async startAgain() {
      later = await launch(args, env);
      return later;
    },
    stop,
  };
}

/** Ports and data of its own; the dashboard is opened where it listens. */
async function ownPlace(): Promise<NodeJS.ProcessEnv> {
  const [dashboardPort, verifierPort] = [await freePort(), await freePort()];
  return {
    ...process.env,
    DATABASE_URL: '',
    KEYWARD_DATA_DIR: await mkdtemp(join(tmpdir(), 'keyward-e2e-')),
    KEYWARD_URL: `http://127.0.0.1:${dashboardPort}`,
    DASHBOARD_PORT: String(dashboardPort),
    VERIFIER_PORT: String(verifierPort),
  };
}

/** Starts the product as `npm start` does. @param args such as `--demo` */
export async function startProduct(...args: string[]): Promise<Product> {
  return launch(args, await ownPlace());
}

type Variables = Readonly<Record<string, string>>;

/** Starts it with these variables set, such as another address than that it listens at. */
export async function startProductWith(
  variables: Variables | ((address: string) => Promise<Variables>),
): Promise<Product> {
  const place = await ownPlace();
  const set = typeof variables === 'function' ? variables(place.KEYWARD_URL ?? '') : variables;
  return launch([], { ...place, ...(await set) });
}
