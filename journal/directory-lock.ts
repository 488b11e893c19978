import { createHash, randomUUID } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** `own`: by the process the directory is made for. `adopted`: by one that ships what is left in it. */
type Purpose = 'own' | 'adopted';

export interface DirectoryLock {
  release(): Promise<void>;
}

const ANSWER_MS = 1_000;
const RETRY_MS = 50;

/**
 * Locks a directory for the life of this process; null where a living process holds it. The lock is
 * a listening socket: unlike a file with a process id, it ends with its process however that ends.
 */
export async function lockDirectory(
  directory: string,
  purpose: Purpose,
): Promise<DirectoryLock | null> {
  const path = await socketPath(directory);
  const owner = `${purpose} ${randomUUID()}`;
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    if ((await ask(path)) !== null) return null;
    // Nobody listens: what is there was left by a dead process.
    await rm(path, { force: true });
    const server = await listen(path, owner);
    // Two that start at once can remove each other's socket; the one that is found has won.
    if (server && (await ask(path)) === owner) return { release: () => stop(server) };
    if (server) await stop(server);
  }
  return null;
}

/**
 * Locks one's own directory. Another process may be shipping what an earlier one of this name left
 * behind, or looking for it, as workers that start together do: it is waited for.
 * @returns null where another process calls the directory its own, or does not end in time
 */
export async function lockOwnDirectory(
  directory: string,
  waitMs: number,
): Promise<DirectoryLock | null> {
  const untilMs = performance.now() + waitMs;
  for (;;) {
    const lock = await lockDirectory(directory, 'own');
    if (lock !== null) return lock;
    const holder = await ask(await socketPath(directory));
    if (holder?.startsWith('own') || performance.now() > untilMs) return null;
    await delay(RETRY_MS);
  }
}

/** Socket paths are limited to about 100 bytes, so they can't stand in the directory itself. */
async function socketPath(directory: string): Promise<string> {
  // Not of the directory itself, which may be removed and made anew while it is waited for.
  const path = join(await realpath(dirname(directory)), basename(directory));
  const name = createHash('sha256').update(path).digest('hex').slice(0, 24);
  return join(tmpdir(), `keyward-${name}.sock`);
}

function listen(path: string, owner: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(owner);
    });
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    // Exclusive: a worker of a cluster would otherwise listen in the process that started it.
    server.listen({ path, exclusive: true }, () => resolve(server));
    server.unref();
  });
}

/** Who listens there, or null where nobody does. */
function ask(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let answer = '';
    // A process too busy to answer is alive all the same.
    socket.setTimeout(ANSWER_MS, () => finish('busy'));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('end', () => finish(answer));
    socket.on('error', () => finish(null));
    function finish(result: string | null) {
      socket.destroy();
      resolve(result);
    }
  });
}

const stop = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()));
