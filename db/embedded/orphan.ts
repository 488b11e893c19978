import { existsSync } from 'node:fs';
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

/**
 * Deals with what a killed supervisor leaves: a server still running on our cluster is stopped, and a
 * postmaster.pid whose number now belongs to a stranger is removed. That of a dead server stays: by it
 * the next server finds backends that outlived the old one, and does not start beside them.
 * The caller holds the instance lock, so a server found here serves nobody.
 * @returns whether a server had to be stopped
 */
export async function stopOrphan(cluster: string): Promise<boolean> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return false;
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  const isPid = Number.isInteger(pid) && pid > 1;
  const found = isPid ? await identifyProcess(pid) : null;
  if (isPid && found === null) return false;
  const isOurs = found?.command.includes('postgres') && found.command.includes(cluster);
  if (!isOurs) {
    await rm(pidFile, { force: true });
    return false;
  }
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
