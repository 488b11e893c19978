import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { freePort } from '@/db/embedded/free-port';

const page = fileURLToPath(new URL('../../docs/reverse-proxies.md', import.meta.url));

export interface ReverseProxy {
  /** Where it listens for TLS. */
  readonly port: number;
  readonly folder: string;
  stop(): Promise<void>;
}

/** What the page prints for one proxy, with addresses replaced; a text that is not there fails. */
async function recipe(language: string, replacements: Record<string, string>): Promise<string> {
  const blocks = (await readFile(page, 'utf8')).matchAll(/^```(\w+)\n(.*?)^```$/gms);
  const [block, ...more] = [...blocks].filter(([, name]) => name === language);
  if (!block?.[2] || more.length > 0) throw new Error(`not one block in ${language}`);
  return Object.entries(replacements).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the page no longer has ${JSON.stringify(from)}`);
    return text.replaceAll(from, to);
  }, block[2]);
}

// Servers live in sbin, which is on the PATH of few people.
const SCRIPT = 'PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" HOME="$1" && shift && exec "$@"';

async function run(
  { port, folder }: Pick<ReverseProxy, 'port' | 'folder'>,
  program: string[],
): Promise<ReverseProxy> {
  const child = spawn('sh', ['-c', SCRIPT, 'sh', folder, ...program], {
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
  const accepts = () =>
    new Promise<boolean>((resolve, reject) => {
      if (child.exitCode !== null) reject(new Error(`${program[0]} ended:\n${output}`));
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
  try {
    await expect.poll(accepts, { timeout: 30_000 }).toBe(true);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, folder, stop };
}

const place = async () => ({
  port: await freePort(),
  folder: await mkdtemp(join(tmpdir(), 'reverse-proxy-')),
});

/** Caddy as the page sets it up, with a certificate of its own making. */
export async function startCaddy(dashboardPort: number): Promise<ReverseProxy> {
  const { port, folder } = await place();
  const site = await recipe('caddyfile', {
    'keyward.example.com {': `https://keyward.example.com:${port} {\n\ttls internal`,
    '127.0.0.1:3000': `127.0.0.1:${dashboardPort}`,
  });
  const options =
    'admin off\n\tdefault_bind 127.0.0.1\n\tskip_install_trust\n\tauto_https disable_redirects';
  await writeFile(join(folder, 'Caddyfile'), `{\n\t${options}\n}\n${site}`);
  return run({ port, folder }, ['caddy', 'run', '--config', join(folder, 'Caddyfile')]);
}

/** nginx as the page sets it up, with the certificate that Caddy has made. */
export async function startNginx(
  dashboardPort: number,
  caddy: ReverseProxy,
): Promise<ReverseProxy> {
  const { port, folder } = await place();
  const certificate = join(
    caddy.folder,
    '.local/share/caddy/certificates/local/keyward.example.com/keyward.example.com',
  );
  const servers = await recipe('nginx', {
    'listen 443 ssl;': `listen 127.0.0.1:${port} ssl;`,
    'listen 80;': `listen 127.0.0.1:${await freePort()};`,
    '/etc/ssl/keyward.example.com': certificate,
    '127.0.0.1:3000': `127.0.0.1:${dashboardPort}`,
  });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n');
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr;
events {}
http { access_log off; ${temporary}\n${servers} }`,
  );
  return run({ port, folder }, [
    'nginx',
    '-p',
    folder,
    '-e',
    'stderr',
    '-c',
    `${folder}/nginx.conf`,
  ]);
}
