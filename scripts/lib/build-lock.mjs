import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './root.mjs';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function holderOf(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function tryToTake(folder) {
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Lets one process at a time install and build in this checkout; a dead holder's turn is taken over. */
export async function withBuildLock(work) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `keyward-build-${process.getuid?.() ?? 0}-${name}`);
  let waitsForPid = 0;
  while (!tryToTake(folder)) {
    const holder = holderOf(folder);
    waitsForPid = holder === undefined ? waitsForPid + 1 : 0;
    if ((holder !== undefined && !isAlive(holder)) || waitsForPid > 20) {
      rmSync(folder, { recursive: true, force: true });
    } else {
      await sleep(100);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
