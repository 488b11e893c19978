import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type FileLock, lockFile } from '@/db/locks/file-lock';

export interface DirectoryLock {
  release(): void;
}

export interface AdoptedDirectory extends DirectoryLock {
  /** Lets go, and removes the directory where it is empty and nobody waits for it. */
  giveBack(): Promise<void>;
}

const RETRY_MS = 50;
const NAME_TRIES = 5;

/** Held by the process the directory is made for, from before it waits for the files. */
const nameLock = (directory: string) => join(directory, 'name.lock');
/** Held by whoever works on the files: that process, or one that ships what is left. */
const filesLock = (directory: string) => join(directory, 'files.lock');

/**
 * Makes and locks one's own directory. Another process may be shipping what an earlier one of this
 * name left behind, or looking for it, as workers that start together do: it is waited for.
 * @returns null where another process calls the directory its own, or does not end in time
 */
export async function lockOwnDirectory(
  directory: string,
  waitMs: number,
): Promise<DirectoryLock | null> {
  const untilMs = performance.now() + waitMs;
  const name = await lockName(directory);
  if (name === null) return null;
  for (;;) {
    const files = await lockMade(directory, filesLock);
    if (files !== null) return both(name, files);
    if (performance.now() > untilMs) break;
    await delay(RETRY_MS);
  }
  name.release();
  return null;
}

/** Whoever gives a directory back holds its name for a moment; another process of the name for good. */
async function lockName(directory: string): Promise<FileLock | null> {
  for (let tries = 1; ; tries += 1) {
    const name = await lockMade(directory, nameLock);
    if (name !== null || tries === NAME_TRIES) return name;
    await delay(RETRY_MS);
  }
}

/** Locks the directory of a process that is gone; null where it is not, or where another was faster. */
export async function adoptDirectory(directory: string): Promise<AdoptedDirectory | null> {
  const files = await lockMade(directory, filesLock);
  if (files === null) return null;
  return {
    release: files.release,
    async giveBack() {
      const name = await lockMade(directory, nameLock);
      if (name !== null) {
        await removeEmpty(directory);
        name.release();
      }
      files.release();
    },
  };
}

/** The directory may be given back, and so removed, between its making and its locking. */
async function lockMade(
  directory: string,
  lockIn: (directory: string) => string,
): Promise<FileLock | null> {
  for (;;) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    try {
      return await lockFile(lockIn(directory));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** The caller holds both locks: nobody else makes a file here. */
async function removeEmpty(directory: string): Promise<void> {
  await rm(nameLock(directory), { force: true });
  await rm(filesLock(directory), { force: true });
  try {
    await rmdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}

const both = (...locks: readonly FileLock[]): DirectoryLock => ({
  release() {
    for (const lock of locks) lock.release();
  },
});
