import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { buildProgram } from '@/db/testing/build-program';
import type { VerifierOptions } from '../options';

const runner = fileURLToPath(new URL('./run-verifier.ts', import.meta.url));

export const PROCESS_OPTIONS = {
  host: '127.0.0.1',
  port: 0,
  name: 'test',
  outageGraceSeconds: 30,
  journalMaxBytes: 256 * 1024 * 1024,
  logLevel: 'silent',
  version: '0.0.0',
} as const;

/** Starts a verifier as a real process; `wrapper` is a command that ends by running its arguments. */
export async function spawnVerifier(options: VerifierOptions, wrapper: readonly string[] = []) {
  const program = await buildProgram(runner, {
    'journal-shipper': 'journal/ship-thread-entry.ts',
  });
  const [command = '', ...rest] = [...wrapper, process.execPath, program, JSON.stringify(options)];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const address = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const ready = /ready (\S+)\n/.exec(output);
      if (ready) resolve(ready[1] as string);
    });
    child.once('exit', (code) => reject(new Error(`the verifier ended with ${code}`)));
  });
  return {
    address,
    pid: child.pid as number,
    async end(signal: 'SIGKILL' | 'SIGTERM') {
      if (child.exitCode === null) child.kill(signal);
      await exited;
    },
  };
}
