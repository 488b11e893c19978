import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onServerCore } from './processors';

/** A server that runs in a process of its own. */
export interface ServerProcess {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

export interface Start {
  /** What Node is given: its own flags, the program, its arguments. */
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
  /** The Node that runs it; ours where omitted. */
  readonly node?: string;
  /** Whether it runs on the measured core; it does where omitted. */
  readonly isMeasured?: boolean;
}

/** Starts a Node program; what it prints to stderr goes to ours. */
export function launch({ args, env, node = process.execPath, isMeasured = true }: Start) {
  const plain: [string, readonly string[]] = [node, args];
  const [command, all] = isMeasured ? onServerCore(...plain) : plain;
  const child = spawn(command, [...all], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  const exited = once(child, 'exit').finally(() => process.off('exit', abandon));
  return {
    child,
    pid: child.pid as number,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Starts a program of ours that prints `ready URL` once it listens. */
export async function startServer(start: Start): Promise<ServerProcess> {
  const { child, pid, stop } = launch(start);
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const ready = /^ready (\S+)$/m.exec(output)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${start.args.join(' ')} ended with ${code}`)));
  });
  return { pid, url, stop };
}
