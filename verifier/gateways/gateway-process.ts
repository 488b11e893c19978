import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@/db/embedded/free-port';
import { until } from '../testing/start';

/** Where a gateway finds the others, and what of its own it may use. */
export interface Place {
  readonly port: number;
  readonly verifierPort: number;
  readonly upstreamPort: number;
  /** An empty directory, removed at the end. */
  readonly folder: string;
}

export interface GatewayPlan {
  readonly program: string;
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

// Servers live in sbin, which is on the PATH of few people.
const SCRIPT = 'PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" HOME="$1" && shift && exec "$@"';

/** Starts a gateway as a process of its own in the foreground, once it accepts connections. */
export async function startGateway(
  ports: Pick<Place, 'verifierPort' | 'upstreamPort'>,
  planFor: (place: Place) => GatewayPlan,
) {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const port = await freePort();
  const { program, args, files } = planFor({ ...ports, port, folder });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const child = spawn('sh', ['-c', SCRIPT, 'sh', folder, program, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const exited = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  const isUp = async () => {
    if (child.exitCode === 127) {
      throw new Error(`${program} is not installed: npm test installs it as root on Debian`);
    }
    if (child.exitCode !== null) throw new Error(`${program} did not start:\n${output}`);
    return accepts(port);
  };
  try {
    await until(isUp, Boolean);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}
