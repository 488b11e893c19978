import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';

/** The core of whatever is measured; everything else, load and Postgres included, has the others. */
const SERVER_CORE = 0;

let canPin = false;

/** Moves this process, and so what it starts, off the measured core. @returns what to print of it */
export function shareTheCores(): string {
  const cores = availableParallelism();
  const model = `${cores} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`;
  if (cores < 2) return `${model}: only one core, so load and server get in each other's way`;
  const others = cores === 2 ? '1' : `1-${cores - 1}`;
  const { status } = spawnSync('taskset', ['-acp', others, String(process.pid)]);
  canPin = status === 0;
  return canPin
    ? `${model}: the measured server on core ${SERVER_CORE}; load and Postgres on ${others}`
    : `${model}: taskset is not available, so nothing is pinned`;
}

/** The command line that runs a program on the measured core; not pinned where it can't be. */
export const onServerCore = (command: string, args: readonly string[]): [string, string[]] =>
  canPin ? ['taskset', ['-c', String(SERVER_CORE), command, ...args]] : [command, [...args]];
