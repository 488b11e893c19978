import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from '@/db/describe-error';
import type { Log } from '@/domain/base/log';
import type { Segment, SpareFile } from './segment';

const SUFFIX = '.spare';
const MAX_SPARE_FILES = 2;
const CHUNK = Buffer.alloc(262_144);
// The commits of the moment come first.
const PAUSE_MS = 5;
const AGAIN_AFTER_MS = 60_000;
/** A disk with less room than so many of them is left alone. */
const MIN_FREE_FILES = 8;

interface SpareFilesOptions {
  readonly directory: string;
  /** Length of each; 0 for none. */
  readonly bytes: number;
  /** Whether the journal can spare the room for one more. */
  isRoomFor(bytes: number): boolean;
  readonly log: Log;
}

/**
 * Files for the next segments, written through beforehand: at first with zeros, from then on they
 * are shipped segments that are written over. Only speed depends on them.
 */
export class SpareFiles {
  readonly #files: SpareFile[] = [];
  #writing: Promise<void> | null = null;
  #writtenBytes = 0;
  #notBeforeMs = 0;
  #isClosed = false;

  constructor(private readonly options: SpareFilesOptions) {}

  get bytesOnDisk(): number {
    return this.#files.reduce((sum, { bytes }) => sum + bytes, this.#writtenBytes);
  }

  get isAtHand(): boolean {
    return this.#files.length > 0;
  }

  take(): SpareFile | null {
    return this.#files.shift() ?? null;
  }

  /** Keeps the file of a segment that nobody needs any more; false where it isn't wanted. */
  async keep({ path, bytesOnDisk }: Segment): Promise<boolean> {
    const { directory, bytes } = this.options;
    const isWanted = !this.#isClosed && this.#files.length < MAX_SPARE_FILES;
    if (!isWanted || bytes === 0 || bytesOnDisk !== bytes) return false;
    const spare = { path: newPath(directory), bytes };
    await rename(path, spare.path);
    this.#files.push(spare);
    return true;
  }

  /** Writes one in the background where there is none. */
  prepare(): void {
    const { bytes, isRoomFor, log } = this.options;
    if (this.#isClosed || this.#writing !== null || this.isAtHand) return;
    if (bytes === 0 || performance.now() < this.#notBeforeMs || !isRoomFor(bytes)) return;
    this.#writing = this.#write()
      .catch((error) => {
        this.#notBeforeMs = performance.now() + AGAIN_AFTER_MS;
        log.info({ error: describeError(error) }, 'no journal file is written ahead');
      })
      .finally(() => {
        this.#writing = null;
      });
  }

  async #write(): Promise<void> {
    const { directory, bytes } = this.options;
    const { bavail, bsize } = await statfs(directory);
    if (bavail * bsize < bytes * MIN_FREE_FILES) throw new Error('the disk is too full');
    const path = newPath(directory);
    const file = await open(path, 'wx', 0o600);
    try {
      while (this.#writtenBytes < bytes && !this.#isClosed) {
        const length = Math.min(CHUNK.length, bytes - this.#writtenBytes);
        const { bytesWritten } = await file.write(CHUNK, 0, length, this.#writtenBytes);
        this.#writtenBytes += bytesWritten;
        await file.datasync();
        await delay(PAUSE_MS);
      }
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      this.#writtenBytes = 0;
      await file.close();
    }
    this.#files.push({ path, bytes });
  }

  /** Removes them all. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#writing;
    this.#files.length = 0;
    await removeSpareFiles(this.options.directory);
  }
}

const newPath = (directory: string): string => join(directory, randomUUID() + SUFFIX);

/** Removes what a process that is gone had put by. */
export async function removeSpareFiles(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(SUFFIX));
  await Promise.all(names.map((name) => rm(join(directory, name), { force: true })));
}
