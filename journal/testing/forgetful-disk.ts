import * as fs from 'node:fs';
import type { open } from 'node:fs/promises';
import { join } from 'node:path';

type Done = (error: Error | null) => void;

/** What a disk still has when the power goes: contents as last synced, names of synced directories. */
export class ForgetfulDisk {
  /** By inode, which a file keeps when it is renamed. */
  readonly #contents = new Map<number, Buffer>();
  readonly #names = new Map<string, Map<string, number>>();
  readonly #paths = new Map<number, string>();
  #failNextSync: Error | null = null;

  /** What would be found in the directory after a crash now: bytes by name. */
  survivors(directory: string): Map<string, Buffer> {
    const names = this.#names.get(directory) ?? new Map<string, number>();
    return new Map(
      [...names].map(([name, inode]) => [name, this.#contents.get(inode) ?? Buffer.alloc(0)]),
    );
  }

  failNextSync(): void {
    this.#failNextSync = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
  }

  /** In place of `open`: it is remembered which file a descriptor is. */
  readonly openFd =
    (actual: typeof fs.open) =>
    (path: string, flags: string, mode: number, done: (error: Error | null, fd: number) => void) =>
      actual(path, flags, mode, (error, fd) => {
        if (!error) this.#paths.set(fd, path);
        done(error, fd);
      });

  /** In place of `fdatasync` and `fsync`: what is in the file when it begins is kept once it is done. */
  readonly sync =
    (actual: (fd: number, done: Done) => void) =>
    (fd: number, done: Done): void => {
      const failure = this.#failNextSync;
      this.#failNextSync = null;
      if (failure) {
        done(failure);
        return;
      }
      const { ino } = fs.fstatSync(fd);
      // Opened for writing alone, so that it is read by its name.
      const bytes = fs.readFileSync(this.#paths.get(fd) ?? '');
      actual(fd, (error) => {
        if (!error) this.#contents.set(ino, bytes);
        done(error);
      });
    };

  /** In place of the promised `open`: a directory that is synced keeps the names it has then. */
  readonly open =
    (actual: typeof open) =>
    async (...args: Parameters<typeof open>): ReturnType<typeof open> => {
      const handle = await actual(...args);
      const [path] = args;
      if (!(await handle.stat()).isDirectory()) return handle;
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        const found = namesIn(String(path));
        await sync();
        this.#names.set(String(path), found);
      };
      return handle;
    };
}

const namesIn = (directory: string) =>
  new Map(fs.readdirSync(directory).map((name) => [name, fs.statSync(join(directory, name)).ino]));
