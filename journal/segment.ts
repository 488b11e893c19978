import { randomUUID } from 'node:crypto';
import { close, fdatasync, fsync, ftruncate, open, write } from 'node:fs';
import { open as openFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { markFrame, segmentMark } from './frame';

const openFd = promisify(open);
const closeFd = promisify(close);
const fsyncFd = promisify(fsync);
const ftruncateFd = promisify(ftruncate);

const SUFFIX = '.journal';

/** A file of decisions on their way to Postgres, as the shipper sees it. */
export interface Segment {
  /** Name and idempotency key: unique for ever. */
  readonly id: string;
  readonly path: string;
  /** Everything before this offset is durable and may be shipped. */
  readonly durableBytes: number;
  /** What the file takes of the disk: more, where it was written ahead. */
  readonly bytesOnDisk: number;
  /** Nothing is appended any more. */
  readonly isSealed: boolean;
}

/** A file that was written through once, so that writing to it changes nothing but its content. */
export interface SpareFile {
  readonly path: string;
  readonly bytes: number;
}

/** The segment that is being written. */
export class ActiveSegment implements Segment {
  durableBytes = 0;
  isSealed = false;
  readonly path: string;
  readonly #mark: Buffer;

  private constructor(
    directory: string,
    readonly id: string,
    private readonly fd: number,
    private aheadBytes: number,
  ) {
    this.path = pathOf(directory, id);
    this.#mark = segmentMark(id);
  }

  /** Creates a segment whose name survives a crash, too. It grows with each commit. */
  static async create(directory: string): Promise<ActiveSegment> {
    const id = newId();
    const fd = await openFd(pathOf(directory, id), 'wx', 0o600);
    await syncDirectory(directory);
    return new ActiveSegment(directory, id, fd, 0);
  }

  /**
   * Makes a spare file a segment. While it doesn't grow, a commit is a write of data alone: the file
   * system has nothing to commit of its own, and a sync takes half the time.
   */
  static async over({ path, bytes }: SpareFile, directory: string): Promise<ActiveSegment> {
    const id = newId();
    await rename(path, pathOf(directory, id));
    const fd = await openFd(pathOf(directory, id), 'r+');
    await syncDirectory(directory);
    return new ActiveSegment(directory, id, fd, bytes);
  }

  get bytesOnDisk(): number {
    return Math.max(this.durableBytes, this.aheadBytes);
  }

  /** What can be appended before the file has to grow. */
  get roomAhead(): number {
    return Math.max(0, this.aheadBytes - this.durableBytes);
  }

  /** Appends a frame and syncs; `done` is told when it is durable, or why it is not. */
  append(frame: Buffer, done: (error: Error | null) => void): void {
    markFrame(frame, this.#mark);
    this.#write(frame, 0, done);
  }

  #write(bytes: Buffer, from: number, done: (error: Error | null) => void): void {
    write(this.fd, bytes, from, bytes.length - from, this.durableBytes + from, (error, written) => {
      if (error) return done(error);
      if (from + written < bytes.length) return this.#write(bytes, from + written, done);
      fdatasync(this.fd, (syncError) => {
        if (!syncError) this.durableBytes += bytes.length;
        done(syncError);
      });
    });
  }

  /** Takes back what a failed append may have left behind. */
  async rollBack(): Promise<void> {
    this.aheadBytes = 0;
    await ftruncateFd(this.fd, this.durableBytes);
    await fsyncFd(this.fd);
  }

  async seal(): Promise<void> {
    this.isSealed = true;
    await closeFd(this.fd);
  }

  /** For a segment that nothing was written to. */
  async discard(): Promise<void> {
    await this.seal();
    await rm(this.path, { force: true });
  }
}

const newId = (): string => `${String(Date.now()).padStart(15, '0')}-${randomUUID()}`;
const pathOf = (directory: string, id: string): string => join(directory, id + SUFFIX);

/** Segments a process left behind, oldest first. */
export async function leftSegments(directory: string): Promise<Segment[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(SUFFIX)).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      const { size } = await stat(path);
      const id = name.slice(0, -SUFFIX.length);
      return { id, path, durableBytes: size, bytesOnDisk: size, isSealed: true };
    }),
  );
}

/** Makes created, renamed and removed names of a directory survive a crash. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await openFile(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
