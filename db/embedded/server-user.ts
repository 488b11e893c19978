import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NAME = 'postgres';

/** The system user that runs the server. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

async function lookUp(): Promise<ServerUser | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', NAME]), run('id', ['-g', NAME])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch (error) {
    // `id` exits with 1 when there is no such user; anything else is a fault.
    if ((error as { code?: unknown }).code === 1) return null;
    throw error;
  }
}

/** Postgres refuses to run as root, so under root it gets a user of its own; otherwise null, our own user. */
export async function serverUser(): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null;
  const existing = await lookUp();
  if (existing) return existing;
  let cause: unknown;
  try {
    await run('useradd', ['--system', '--user-group', '--shell', '/usr/sbin/nologin', NAME]);
  } catch (error) {
    cause = error;
  }
  const created = await lookUp();
  if (created) return created;
  throw new Error(
    `Postgres does not run as root and no user "${NAME}" could be created: run as another user, or create it with useradd --system ${NAME}`,
    { cause },
  );
}

/** Whether the user may pass through every folder above `path`, up to the root. */
export async function canReach(path: string, user: ServerUser): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { uid, gid, mode } = await stat(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
