import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@/db/embedded/free-port';
import { serverUser } from '@/db/embedded/server-user';

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

/**
 * Starts the real PgBouncer before the database of an address.
 * @returns the address that leads through it
 */
export async function startPgBouncer(
  address: string,
  mode: 'session' | 'transaction' | 'statement',
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'pgbouncer-'));
  const target = new URL(address);
  const port = await freePort();
  const database = target.pathname.slice(1);
  const config = join(folder, 'pgbouncer.ini');
  const settings = [
    '[databases]',
    `${database} = host=${target.hostname} port=${target.port} dbname=${database} user=${target.username} password='${decodeURIComponent(target.password).replaceAll("'", "''")}'`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    `pool_mode = ${mode}`,
    'default_pool_size = 40',
    // One backend after the other: the harder of its two orders to find out about.
    'server_round_robin = 1',
  ];
  await writeFile(config, `${settings.join('\n')}\n`);
  // It refuses to run as root, as Postgres does.
  const user = await serverUser();
  await chmod(folder, 0o755);
  const child = spawn('sh', ['-c', 'PATH="$PATH:/usr/sbin" exec pgbouncer "$1"', 'sh', config], {
    ...user,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const exited = once(child, 'exit');
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`pgbouncer did not start: ${output}`);
    await sleep(20);
  }
  return {
    url: `postgres://${target.username}:anything@127.0.0.1:${port}/${database}`,
    async stop() {
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
