import { spawn } from 'node:child_process';

export interface Ran {
  readonly code: number;
  /** What it printed, both streams together, as a runner logs it. */
  readonly output: string;
}

/** Runs a program with this environment and no more than it, as a runner does. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    // The types of Next want NODE_ENV in every environment.
    const env = options.env as NodeJS.ProcessEnv;
    const child = spawn(program, args, {
      cwd: options.cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += String(data);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, output }));
  });
}
