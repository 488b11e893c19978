import { spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs';

/** open(2) of macOS and the BSDs: the file is locked as it is opened. Node names no constant for it. */
const O_EXLOCK = 0x20;
const OPENING = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
/** flock(1) says so where the file is locked; anything else is a fault. */
const HELD = 1;

export interface FileLock {
  /** A child that is given this descriptor holds the lock too, for as long as it or its own live. */
  readonly fd: number;
  /** Lets go, unless a child still holds it. The file stays: removing it would let two lock it at once. */
  release(): void;
}

/**
 * Locks a file, created where it is missing, for as long as this process lives; null where another
 * holds it. The kernel keeps the lock, flock(2): it needs no process id, holds between containers and
 * hosts that share the file, and ends with its holders, however they end.
 * @throws where the file can't be opened, or its file system keeps no locks
 */
export async function lockFile(path: string): Promise<FileLock | null> {
  for (;;) {
    const fd = await openLocked(path);
    if (fd === null) return null;
    // Who held it before may have removed it: a lock on a file without a name protects nothing.
    if (isNamed(fd, path)) return { fd, release: () => closeSync(fd) };
    closeSync(fd);
  }
}

async function openLocked(path: string): Promise<number | null> {
  if (process.platform !== 'linux') {
    try {
      return openSync(path, OPENING | O_EXLOCK | constants.O_NONBLOCK, 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null;
      throw error;
    }
  }
  const fd = openSync(path, OPENING, 0o600);
  try {
    if (await flock(fd, path)) return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  closeSync(fd);
  return null;
}

/** The lock belongs to the open file, which the program shares with us and leaves locked. */
function flock(fd: number, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn('flock', ['-x', '-n', '3'], { stdio: ['ignore', 'ignore', 'pipe', fd] });
    let complaint = '';
    child.stderr?.on('data', (chunk) => {
      complaint += chunk;
    });
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const message =
        cause.code === 'ENOENT'
          ? 'the program "flock" is missing: install util-linux'
          : `the program "flock" can't be run (${cause.message})`;
      reject(new Error(message, { cause }));
    });
    child.once('close', (code) => {
      if (code === 0 || code === HELD) resolve(code === 0);
      else reject(new Error(`${path} can't be locked (${complaint.trim() || `exit ${code}`})`));
    });
  });
}

function isNamed(fd: number, path: string): boolean {
  const locked = fstatSync(fd);
  const named = statSync(path, { throwIfNoEntry: false });
  return named?.ino === locked.ino && named.dev === locked.dev;
}
