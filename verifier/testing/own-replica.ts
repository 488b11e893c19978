import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '@/db/embedded/free-port';
import { SERVER_ENVIRONMENT } from '@/db/embedded/initialise';
import { type Layout, planLayout } from '@/db/embedded/layout';
import type { OwnServer } from '@/db/testing/own-server';
import { until } from './start';

const run = promisify(execFile);

/** A base backup as the documentation of PostgreSQL makes it by hand ("Low Level API"). */
async function backUp(primary: OwnServer, { cluster, user }: Layout): Promise<void> {
  const client = await primary.pool.connect();
  try {
    await client.query("select pg_backup_start('replica', true)");
    await run('cp', ['-a', primary.cluster, cluster]);
    const { rows } = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(false)',
    );
    await rm(join(cluster, 'postmaster.pid'));
    const files = { backup_label: rows[0]?.labelfile ?? '', 'standby.signal': '' };
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(cluster, name), text);
      if (user) await chown(join(cluster, name), user.uid, user.gid);
    }
  } finally {
    client.release();
  }
}

/** A streaming replica of the server, from the same programs. */
export async function startOwnReplica(primary: OwnServer) {
  const dataDirectory = await realpath(await mkdtemp(join(tmpdir(), 'verifier-replica-')));
  const layout = await planLayout(dataDirectory, () => undefined);
  const { user, binaries, cluster } = layout;
  await backUp(primary, layout);
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'fsync=off',
    `primary_conninfo=${primary.ownerUrl.replace(/\/[^/]*$/, '')}`,
  ];
  const child = spawn(
    binaries.postgres,
    ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])],
    { ...user, cwd: cluster, env: SERVER_ENVIRONMENT, stdio: 'ignore', detached: true },
  );
  const ended = once(child, 'exit');
  const at = (url: string) => Object.assign(new URL(url), { port: String(port) }).href;
  const query = async (text: string) => {
    const client = new pg.Client({ connectionString: at(primary.ownerUrl) });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  const isReady = () => query('select pg_is_in_recovery() as yes').catch((error) => [{ error }]);
  await until(isReady, ([row]) => row?.yes === true, 20_000);
  return {
    url: at(primary.url),
    /** Runs one statement as the owner. */
    query,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
    remove: () => rm(dataDirectory, { recursive: true, force: true }),
  };
}
