import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess } from './process-identity';

async function hasEnded(pid: number, withinMs: number): Promise<boolean> {
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(25)) {
    if ((await identifyProcess(pid)) === null) return true;
  }
  return false;
}

interface Claim {
  readonly pid: number;
  /** Whether a Postgres on this very cluster runs under the pid. */
  readonly isOurs: boolean;
  /** Whether anybody does. */
  readonly isTaken: boolean;
}

/** postmaster.pid, which a server may remove at any moment; null where there is none. */
export async function readPidFile(cluster: string): Promise<string | null> {
  try {
    return await readFile(join(cluster, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
}

/** What postmaster.pid says, and who that is in this pid namespace. */
async function readClaim(cluster: string): Promise<Claim | null> {
  const file = await readPidFile(cluster);
  if (file === null) return null;
  const pid = Number(file.split('\n')[0]);
  const isPid = Number.isInteger(pid) && pid > 1;
  const found = isPid ? await identifyProcess(pid) : null;
  const command = found?.command ?? '';
  const isOurs = command.includes('postgres') && command.includes(cluster);
  return { pid, isOurs, isTaken: !isPid || found !== null };
}

/**
 * Stops a server that a killed supervisor has left on our cluster. The caller holds the instance lock,
 * so a server found here serves nobody.
 * @returns whether a server had to be stopped
 */
export async function stopOrphan(cluster: string): Promise<boolean> {
  const claim = await readClaim(cluster);
  if (!claim?.isOurs) return false;
  const { pid } = claim;
  // SIGINT: fast shutdown. SIGQUIT: immediate, the next start replays the log. Never SIGKILL, which
  // would leave the server's own children on the shared memory.
  process.kill(pid, 'SIGINT');
  if (await hasEnded(pid, 10_000)) return true;
  process.kill(pid, 'SIGQUIT');
  if (await hasEnded(pid, 10_000)) return true;
  throw new Error(
    `a Postgres server (pid ${pid}) of an earlier start does not stop: end it by hand`,
  );
}

/**
 * Removes a postmaster.pid whose number now belongs to a stranger, by which a new server would take
 * itself for the second. The caller holds the lock that every server of the cluster shares.
 */
export async function forgetStranger(cluster: string): Promise<void> {
  const claim = await readClaim(cluster);
  if (claim?.isTaken && !claim.isOurs) await rm(join(cluster, 'postmaster.pid'), { force: true });
}
