import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  cp,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { binariesIn, locateBinaries, type PostgresBinaries } from './locate-binaries';
import { canReach, type ServerUser, serverUser } from './server-user';

/** Where a server goes that may not enter the data directory (a clone in root's closed home). */
const RELOCATED = '/var/lib/keyward';
const LOCATION_FILE = 'postgres.json';

const location = z.object({ cluster: z.string(), dataDirectory: z.string() });

export interface Layout {
  readonly user: ServerUser | null;
  readonly binaries: PostgresBinaries;
  /** The folder Postgres owns; its parent is writable for that user too. */
  readonly cluster: string;
}

async function ensureRelocationFolder(): Promise<void> {
  await mkdir(RELOCATED, { recursive: true });
  await chmod(RELOCATED, 0o755);
}

/** Copies the server to where its user can run it, once a version. */
async function relocateBinaries(found: PostgresBinaries): Promise<PostgresBinaries> {
  const about = JSON.parse(await readFile(join(found.folder, '../package.json'), 'utf8'));
  const name = `postgres-${about.version}-${basename(about.name)}`;
  const target = join(RELOCATED, name);
  await ensureRelocationFolder();
  if (!existsSync(target)) {
    const unfinished = `${target}.${process.pid}`;
    await cp(found.folder, unfinished, { recursive: true, verbatimSymlinks: true });
    await chmod(unfinished, 0o755);
    await rename(unfinished, target).catch(async (error: NodeJS.ErrnoException) => {
      await rm(unfinished, { recursive: true });
      // Another start was faster; its copy is the same.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  }
  return binariesIn(target);
}

/** The recorded place wins, so that a later change of permissions never makes the data look lost. */
async function recordedCluster(dataDirectory: string): Promise<string | null> {
  const file = join(dataDirectory, LOCATION_FILE);
  if (!existsSync(file)) return null;
  const recorded = location.parse(JSON.parse(await readFile(file, 'utf8')));
  if (
    recorded.dataDirectory !== dataDirectory &&
    existsSync(join(recorded.dataDirectory, LOCATION_FILE))
  ) {
    throw new Error(
      `${dataDirectory} is a copy of ${recorded.dataDirectory}, whose database is in ${recorded.cluster}: choose another KEYWARD_DATA_DIR, or delete ${file} to begin with an empty database`,
    );
  }
  if (!existsSync(join(recorded.cluster, 'PG_VERSION'))) {
    throw new Error(
      `the database in ${recorded.cluster} is gone: restore it, or delete ${file} to begin with an empty one`,
    );
  }
  return recorded.cluster;
}

/** Remembers where the cluster is; called once it exists. */
export async function recordCluster(dataDirectory: string, cluster: string): Promise<void> {
  if (cluster.startsWith(dataDirectory)) return;
  const record = { cluster, dataDirectory };
  await writeFile(join(dataDirectory, LOCATION_FILE), `${JSON.stringify(record)}\n`, {
    mode: 0o600,
  });
}

/**
 * Decides which user runs the server, from which copy of its programs, on which folder.
 * @param dataDirectory absolute path without symbolic links
 * @param note told in one line when something had to go elsewhere
 */
export async function planLayout(
  dataDirectory: string,
  note: (line: string) => void,
): Promise<Layout> {
  const user = await serverUser();
  const found = await locateBinaries();
  const inside = join(dataDirectory, 'postgres', 'cluster');
  if (user === null) {
    await mkdir(join(dataDirectory, 'postgres'), { recursive: true, mode: 0o700 });
    return { user, binaries: found, cluster: inside };
  }
  const binaries = (await canReach(await realpath(found.postgres), user))
    ? found
    : await relocateBinaries(found);

  let cluster = await recordedCluster(dataDirectory);
  if (cluster === null) {
    if (await canReach(dataDirectory, user)) {
      cluster = inside;
    } else {
      const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12);
      cluster = join(RELOCATED, name, 'cluster');
      await ensureRelocationFolder();
      note(`user postgres may not enter ${dataDirectory}, so the database lives in ${cluster}`);
    }
  }
  // Passing through is all the server's user may do in our own folder.
  if (cluster === inside) await chmod(dataDirectory, 0o711);
  const parent = join(cluster, '..');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await chown(parent, user.uid, user.gid);
  return { user, binaries, cluster };
}
