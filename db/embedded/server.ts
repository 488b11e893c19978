import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, statSync, truncateSync } from 'node:fs';
import { mkdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';
import { ensureCluster, SERVER_ENVIRONMENT } from './initialise';
import { type Layout, planLayout, recordCluster } from './layout';
import { stopOrphan } from './orphan';

const READY_WITHIN_MS = 120_000;
// Backends of a server that was killed notice it within moments, except in the middle of a computation.
const BACKENDS_END_WITHIN_MS = 30_000;
const BACKENDS_LIVE = /pre-existing shared memory block/;
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
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return false;
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

function spawnServer(layout: Layout, port: number, log: number, durable: boolean): ChildProcess {
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
      stdio: ['ignore', log, log],
    },
  );
}

function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > LOG_MAX_BYTES) truncateSync(path);
  return openSync(path, 'a', 0o600);
}

async function launch(layout: Layout, port: number, logPath: string, durable: boolean) {
  const log = openLog(logPath);
  const child = spawnServer(layout, port, log, durable);
  closeSync(log);
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

/** Launches as soon as no backend of a killed server uses the cluster any more. */
async function launchAlone(layout: Layout, port: number, logPath: string, durable: boolean) {
  const until = Date.now() + BACKENDS_END_WITHIN_MS;
  for (;;) {
    try {
      return await launch(layout, port, logPath, durable);
    } catch (error) {
      if (!BACKENDS_LIVE.test(String(error)) || Date.now() > until) throw error;
      await sleep(250);
    }
  }
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
  await ensureCluster(layout, options.ownerPassword, durable);
  await recordCluster(dataDirectory, layout.cluster);
  if (await stopOrphan(layout.cluster)) note('stopped a Postgres server left by an earlier start');

  const port = options.port ?? (await freePort());
  const logPath = join(dataDirectory, 'postgres.log');
  const { child, ended } = await launchAlone(layout, port, logPath, durable);
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
