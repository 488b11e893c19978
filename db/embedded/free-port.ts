import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below every range from which a system takes the ports of outgoing connections. */
const FIRST = 20_000;
const LAST = 32_767;
const TRIES = 100;

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
  server.close();
  await once(server, 'close');
  return true;
}

/**
 * A TCP port of the loopback interface that nobody listens on right now. The system's own choice
 * would lie where the next outgoing connection may take it before it is listened on.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = randomInt(FIRST, LAST + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`found no free TCP port from ${FIRST} to ${LAST}`);
}
