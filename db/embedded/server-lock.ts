import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FileLock, lockFile } from '@/db/locks/file-lock';
import { forgetStranger, stopOrphan } from './orphan';

// Backends of a server that was killed notice it within moments, except in the middle of a computation.
const ENDS_WITHIN_MS = 30_000;
const TRY_AGAIN_MS = 100;
/** A second: who starts Keyward is to know by then what it waits for. */
const TOLD_AFTER_TRIES = 10;

/**
 * Locks a cluster for a server that is to be started, as soon as nothing of an earlier one is left:
 * neither a server nor a backend, in whatever container. The server inherits the lock.
 * @throws where an earlier one does not end
 */
export async function lockServer(cluster: string, note: (line: string) => void): Promise<FileLock> {
  // Beside the cluster, which does not exist before the first start.
  const path = join(dirname(cluster), 'server.lock');
  if (await stopOrphan(cluster)) note('stopped a Postgres server left by an earlier start');
  const until = Date.now() + ENDS_WITHIN_MS;
  for (let tries = 1; ; tries += 1) {
    const lock = await lockFile(path);
    if (lock !== null) {
      await forgetStranger(cluster);
      return lock;
    }
    if (Date.now() > until) {
      throw new Error(
        `a Postgres server of an earlier start still uses ${cluster}, perhaps in another container: stop that one and try again`,
      );
    }
    if (tries === TOLD_AFTER_TRIES)
      note('waiting for a Postgres process of an earlier start to end');
    await sleep(TRY_AGAIN_MS);
  }
}
