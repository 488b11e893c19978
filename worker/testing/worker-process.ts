import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { buildProgram } from '@/db/testing/build-program';

const runner = fileURLToPath(new URL('./run-worker.ts', import.meta.url));

/** Starts a worker as a real process, with the jobs of the tests or with `ticking` alone. */
export async function spawnWorker(databaseUrl: string, which: 'ticking' | 'all' = 'all') {
  const program = await buildProgram(runner);
  const child = spawn(process.execPath, [program, databaseUrl, which], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const early = exited.then(([code]) => Promise.reject(new Error(`the worker ended with ${code}`)));
  await Promise.race([once(child.stdout, 'data'), early]);
  early.catch(() => undefined);
  return {
    pid: child.pid as number,
    signal: (signal: 'SIGSTOP' | 'SIGCONT') => child.kill(signal),
    /** @returns the exit code */
    async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
      if (child.exitCode === null) child.kill(signal);
      const [code] = await exited;
      return code as number | null;
    },
  };
}
