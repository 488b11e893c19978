import { randomUUID } from 'node:crypto';
import { close, fdatasync, fsync, ftruncate, open, write } from 'node:fs';
import { open as openFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

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
  /** Nothing is appended any more. */
  readonly isSealed: boolean;
}

/** The segment that is being written. */
export class ActiveSegment implements Segment {
  durableBytes = 0;
  isSealed = false;

  private constructor(
    readonly id: string,
    readonly path: string,
    private readonly fd: number,
  ) {}

  /** Creates a segment whose name survives a crash, too. */
  static async create(directory: string): Promise<ActiveSegment> {
    const id = `${String(Date.now()).padStart(15, '0')}-${randomUUID()}`;
    const path = join(directory, id + SUFFIX);
    const fd = await openFd(path, 'wx', 0o600);
    await syncDirectory(directory);
    return new ActiveSegment(id, path, fd);
  }

  /** Appends and syncs; `done` is told when the bytes are durable, or why they are not. */
  append(bytes: Buffer, done: (error: Error | null) => void, from = 0): void {
    write(this.fd, bytes, from, bytes.length - from, this.durableBytes + from, (error, written) => {
      if (error) return done(error);
      if (from + written < bytes.length) return this.append(bytes, done, from + written);
      fdatasync(this.fd, (syncError) => {
        if (!syncError) this.durableBytes += bytes.length;
        done(syncError);
      });
    });
  }

  /** Takes back what a failed append may have left behind. */
  async rollBack(): Promise<void> {
    await ftruncateFd(this.fd, this.durableBytes);
    await fsyncFd(this.fd);
  }

  async seal(): Promise<void> {
    this.isSealed = true;
    await closeFd(this.fd);
  }
}

/** Segments a process left behind, oldest first. */
export async function leftSegments(directory: string): Promise<Segment[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(SUFFIX)).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      const { size } = await stat(path);
      return { id: name.slice(0, -SUFFIX.length), path, durableBytes: size, isSealed: true };
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
