import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, statSync, truncateSync } from 'node:fs';
import { mkdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';
import { ensureCluster, SERVER_ENVIRONMENT } from './initialise';
import { type Layout, planLayout, recordCluster } from './layout';
import { readPidFile } from './orphan';
import { lockServer } from './server-lock';

const READY_WITHIN_MS = 120_000;
const LOG_MAX_BYTES = 10 * 1024 * 1024;

export interface EmbeddedPostgresOptions {
  /** Created with mode 0700 when missing. */
  readonly dataDirectory: string;
  readonly ownerPassword: string;
  /** A port to take again after a restart; any free one when absent. */
  readonly port?: number;
  /** false turns off syncing to disk: for throwaway servers of tests only. */
  readonly durable?: boolean;
  /** Told, a line each, about anything unusual that was done. */
  readonly note: (line: string) => void;
}

export interface EmbeddedPostgres {
  readonly port: number;
  /** Resolves when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Disconnects every client, writes everything down and ends. */
  stop(): Promise<void>;
  /** Ends it at once; nothing committed is lost, the next start replays the log. */
  kill(): void;
}

async function logTail(path: string): Promise<string> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const fatal = lines.filter((line) => /FATAL|PANIC|could not/.test(line));
  return (fatal.length > 0 ? fatal : lines).slice(-3).join(' · ');
}

/** The eighth line of postmaster.pid is the server's own word that it takes connections. */
async function isReady(cluster: string, pid: number): Promise<boolean> {
  const lines = (await readPidFile(cluster))?.split('\n') ?? [];
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

interface Launch {
  readonly layout: Layout;
  readonly port: number;
  readonly logPath: string;
  readonly durable: boolean;
  /** Descriptor of the cluster's lock. */
  readonly lock: number;
}

function spawnServer({ layout, port, durable, lock }: Launch, log: number): ChildProcess {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=100',
    'password_encryption=scram-sha-256',
    'timezone=UTC',
    'log_timezone=UTC',
    // Else Linux writes out the tables in bursts, and a verifier's journal on the same disk waits.
    ...(process.platform === 'linux' ? ['backend_flush_after=256kB'] : []),
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  return spawn(
    layout.binaries.postgres,
    ['-D', layout.cluster, ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...layout.user,
      cwd: layout.cluster,
      env: SERVER_ENVIRONMENT,
      // A process group of its own: Ctrl-C in the terminal must not end it before its clients.
      detached: true,
      // The server and its backends inherit the lock, and so hold it as long as any of them lives.
      stdio: ['ignore', log, log, lock],
    },
  );
}

function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > LOG_MAX_BYTES) truncateSync(path);
  return openSync(path, 'a', 0o600);
}

async function launch(options: Launch) {
  const { layout, logPath } = options;
  const log = openLog(logPath);
  const child = spawnServer(options, log);
  closeSync(log);
  if (child.pid !== undefined) endWithUs(child, child.pid);
  let hasEnded = false;
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      hasEnded = true;
      resolve();
    });
  });
  const until = Date.now() + READY_WITHIN_MS;
  while (child.pid === undefined || !(await isReady(layout.cluster, child.pid))) {
    if (child.pid === undefined) await ended;
    if (hasEnded) throw new Error(`Postgres did not start: ${await logTail(logPath)}`);
    if (Date.now() > until) {
      child.kill('SIGQUIT');
      throw new Error(`Postgres is not ready after ${READY_WITHIN_MS / 1000} s, see ${logPath}`);
    }
    await sleep(15);
  }
  return { child, ended };
}

/**
 * Starts the Postgres server that came with npm on a cluster under `dataDirectory`, making it on the
 * first start. It listens on the loopback interface only, and one process at a time may call this.
 * @throws with the server's own complaint when it does not come up
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { note } = options;
  const durable = options.durable ?? true;
  await mkdir(options.dataDirectory, { recursive: true, mode: 0o700 });
  const dataDirectory = await realpath(options.dataDirectory);
  const layout = await planLayout(dataDirectory, note);
  const lock = await lockServer(layout.cluster, note);
  const port = options.port ?? (await freePort());
  const logPath = join(dataDirectory, 'postgres.log');
  const launching = async () => {
    await ensureCluster(layout, options.ownerPassword, durable, lock.fd);
    await recordCluster(dataDirectory, layout.cluster);
    return launch({ layout, port, logPath, durable, lock: lock.fd });
  };
  // Where the server runs it holds the lock itself from here on.
  const { child, ended } = await launching().finally(() => lock.release());
  return {
    port,
    ended,
    async stop() {
      child.kill('SIGINT');
      const slow = setTimeout(() => child.kill('SIGQUIT'), 10_000);
      await ended;
      clearTimeout(slow);
    },
    kill: () => {
      child.kill('SIGQUIT');
    },
  };
}

/** Waits for the end of its input, which comes with the end of whoever holds the other side. */
const SCRIPT = 'read -r line; kill -INT "$1"';

/**
 * Shuts a server down when this process dies in any way, kill -9 included: the pipe to a small shell
 * closes then. Another container could not end it, since it sees no process of this one.
 */
function endWithUs(server: ChildProcess, pid: number): void {
  const guard = spawn('/bin/sh', ['-c', SCRIPT, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C in the terminal is for us alone.
    detached: true,
  });
  // Without a shell nothing is lost but this: the next start finds the server and stops it.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  server.once('exit', () => guard.kill('SIGKILL'));
}
