import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';

/** The core of whatever is measured while the cores are split. */
const SERVER_CORE = 0;

const cores = availableParallelism();
let isSplit = false;

/** Moves this process, and so what it starts from now on, off the measured core. */
export function splitCores(): string {
  isSplit = cores > 1 && moveTo(cores === 2 ? '1' : `1-${cores - 1}`);
  return isSplit
    ? `the measured server on core ${SERVER_CORE}; load and Postgres on the other`
    : 'nothing is pinned (that takes two cores and taskset)';
}

/** Lets whatever is started from now on run anywhere. */
export function shareCores(): string {
  moveTo(`0-${cores - 1}`);
  isSplit = false;
  return 'all processes on all cores';
}

export const describeMachine = (): string =>
  `${cores} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`;

function moveTo(list: string): boolean {
  return spawnSync('taskset', ['-acp', list, String(process.pid)]).status === 0;
}

/** The command line that runs a program on the measured core, where there is one. */
export const onServerCore = (command: string, args: readonly string[]): [string, string[]] =>
  isSplit ? ['taskset', ['-c', String(SERVER_CORE), command, ...args]] : [command, [...args]];
