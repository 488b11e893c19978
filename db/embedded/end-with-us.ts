import { type ChildProcess, spawn } from 'node:child_process';

/** Waits for the end of its input, which comes with the end of whoever holds the other side. */
const SCRIPT = 'read -r line; kill -INT "$1"';

/**
 * Shuts a server down when this process dies in any way, kill -9 included: the pipe to a small shell
 * closes then. Another container could not end it, since it sees no process of this one.
 */
export function endWithUs(server: ChildProcess, pid: number): void {
  const guard = spawn('/bin/sh', ['-c', SCRIPT, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C in the terminal is for us alone.
    detached: true,
  });
  // Without a shell nothing is lost but this: the next start finds the server and stops it.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  server.once('exit', () => guard.kill('SIGKILL'));
}
