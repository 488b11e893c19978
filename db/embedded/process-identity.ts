import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ProcessIdentity {
  /** The command line; arguments are separated by NUL on Linux and by spaces elsewhere. */
  readonly command: string;
  /** Differs between two processes that got the same pid one after the other. */
  readonly startedAt: string;
}

async function readFromProc(pid: number): Promise<ProcessIdentity | null> {
  try {
    const [command, status] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // proc(5): after the name in parentheses come state (3rd field) and, as the 22nd, the start time.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    const isZombie = fields[0] === 'Z';
    return isZombie ? null : { command, startedAt: fields[19] ?? '' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}

/** Who runs under this pid now; null when nobody does. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  if (existsSync('/proc/self/stat')) return readFromProc(pid);
  try {
    const { stdout } = await run('ps', ['-p', String(pid), '-o', 'lstart=', '-o', 'command=']);
    return { startedAt: stdout.slice(0, 24), command: stdout.slice(24).trim() };
  } catch (error) {
    // `ps` exits with 1 when no such process exists.
    if ((error as { code?: unknown }).code === 1) return null;
    throw error;
  }
}
