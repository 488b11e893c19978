import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Layout } from './layout';

const run = promisify(execFile);

/** The role that owns the schema and migrates; the product itself signs in as another. */
export const OWNER_ROLE = 'keyward_owner';

/** Nothing of our own environment (secrets among it) reaches the server. */
export const SERVER_ENVIRONMENT = {
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as Record<string, string> as NodeJS.ProcessEnv;

async function runInitdb(
  layout: Layout,
  folder: string,
  passwordFile: string,
  durable: boolean,
  lock: number,
) {
  // C.UTF-8 of the "builtin" provider sorts the same everywhere, whatever the machine's libraries.
  const args = [
    `--pgdata=${folder}`,
    `--username=${OWNER_ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const child = spawn(layout.binaries.initdb, args, {
    ...layout.user,
    cwd: dirname(folder),
    env: SERVER_ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe', lock],
  });
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints += chunk;
  });
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0)
    throw new Error(`Postgres could not be set up in ${folder}: ${complaints.trim()}`);
}

/** @throws where the cluster was made by another major version: its files can't be read */
async function refuseOtherVersion({ cluster, binaries }: Layout): Promise<void> {
  const made = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  const { stdout } = await run(binaries.postgres, ['--version'], { env: SERVER_ENVIRONMENT });
  const ours = /(\d+)/.exec(stdout.replace(/^.*\)/, ''))?.[1] ?? '';
  if (made === ours) return;
  throw new Error(
    `the database in ${cluster} was made by PostgreSQL ${made}, and this Keyward brings ${ours}: go back to the Keyward that made it, dump the database there with pg_dump of version ${made} or later, and restore it into an empty data directory of this one`,
  );
}

/**
 * Creates the cluster unless it is there; an interrupted attempt leaves nothing that looks finished.
 * @param durable false for throwaway servers of tests
 * @param lock descriptor of the cluster's lock, which initdb holds too while it runs
 * @throws with initdb's complaint, or where it is of another version
 */
export async function ensureCluster(
  layout: Layout,
  ownerPassword: string,
  durable: boolean,
  lock: number,
): Promise<void> {
  if (existsSync(join(layout.cluster, 'PG_VERSION'))) return refuseOtherVersion(layout);
  const unfinished = `${layout.cluster}.unfinished`;
  const passwordFile = `${layout.cluster}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile, `${ownerPassword}\n`, { mode: 0o600 });
  try {
    if (layout.user) await chown(passwordFile, layout.user.uid, layout.user.gid);
    await runInitdb(layout, unfinished, passwordFile, durable, lock);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, layout.cluster);
}
