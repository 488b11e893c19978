import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure } from '@/cli/failure';

export interface WantedPort {
  readonly host: string;
  readonly port: number;
  /** Who wants it, as the message names it. */
  readonly purpose: string;
  readonly portVariable: string;
  readonly hostVariable: string;
}

/** The error code of trying to listen there; null when it works. */
async function listenError({ host, port }: WantedPort): Promise<string | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

function explain(wanted: WantedPort, code: string): string {
  const { host, port, purpose, portVariable, hostVariable } = wanted;
  const other = `${portVariable}=${port < 65_000 ? port + 100 : port - 100}`;
  if (code === 'EADDRINUSE') {
    return `port ${port} for the ${purpose} is taken by another program: stop that one, or choose another port with ${other} npm start`;
  }
  if (code === 'EACCES') {
    return `port ${port} for the ${purpose} needs more rights than this user has: choose one above 1023 with ${portVariable}=3000 npm start`;
  }
  return `the ${purpose} cannot listen on ${host}:${port} (${code}): correct ${hostVariable}, for example ${hostVariable}=127.0.0.1`;
}

/**
 * Makes sure each port can be had.
 * @param patienceMs how long to wait for the children of a crashed start, which are just ending
 * @throws CommandFailure that names the port and the variable that chooses another
 */
export async function checkPorts(wanted: readonly WantedPort[], patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  for (const one of wanted) {
    for (let code = await listenError(one); code !== null; code = await listenError(one)) {
      if (code !== 'EADDRINUSE' || Date.now() > until) {
        throw new CommandFailure(explain(one, code));
      }
      await sleep(100);
    }
  }
}
