import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { inRoot } from '../lib/paths';
import { say } from '../lib/print';
import { type ServerProcess, startServer } from '../lib/server-process';
import type { LoadRequest } from '../load/load-spec';

const execute = promisify(execFile);

/** Installs the products that are compared with, as locked, unless they are there. */
export async function installPeers(): Promise<void> {
  const lockfile = readFileSync(inRoot('bench/peers/package-lock.json'), 'utf8');
  const installed = inRoot('bench/peers/node_modules/.package-lock.json');
  const isThere =
    existsSync(installed) &&
    Object.keys(JSON.parse(lockfile).packages).every(isInstalled(installed));
  if (isThere) return;
  say('installing the peers');
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  await execute('npm', ['ci', ...flags], { cwd: inRoot('bench/peers') });
}

function isInstalled(list: string) {
  const { packages } = JSON.parse(readFileSync(list, 'utf8'));
  return (path: string) => path === '' || path in packages;
}

interface PeerSetting {
  readonly secretsFile: string;
  readonly databaseUrl?: string;
}

/** Starts a peer and asks it about as many credentials as there are secrets. */
export async function startPeer(
  program: string,
  { secretsFile, databaseUrl }: PeerSetting,
): Promise<{ server: ServerProcess; requests: LoadRequest[] }> {
  const server = await startServer({
    args: [inRoot('bench/peers', program), secretsFile],
    env: databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl },
  });
  const response = await fetch(`${server.url}/bench/requests`);
  return { server, requests: (await response.json()) as LoadRequest[] };
}
