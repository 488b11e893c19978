import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

const UNSHARE = ['--pid', '--fork', '--mount-proc', '--uts', '--ipc', '--kill-child=SIGKILL'];

/** @throws where this machine gives us no namespaces: a test that can't look must not pass */
export function needNamespaces(): void {
  const { status, stderr } = spawnSync('unshare', [...UNSHARE, 'true'], { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`unshare needs root, or a machine that lets users make namespaces: ${stderr}`);
}

export interface Contained {
  readonly process: ChildProcess;
  /** Everything it has printed. */
  readonly lines: string[];
  /** Resolves with the first line that matches. @throws where it ends without one */
  line(pattern: RegExp): Promise<string>;
}

/** Runs a shell script as containers run: its own pids, host name and System V memory; shared files. */
export function contain(
  hostName: string,
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Contained {
  const child = spawn(
    'unshare',
    [...UNSHARE, 'sh', '-c', `hostname ${hostName}; ${script}`, 'sh', ...args],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let hasEnded = false;
  const wake = () => {
    for (const look of waiting) look();
  };
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      wake();
    });
  }
  child.once('close', () => {
    hasEnded = true;
    wake();
  });
  return {
    process: child,
    lines,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find((line) => pattern.test(line));
          if (found === undefined && !hasEnded) return;
          waiting.delete(look);
          if (found !== undefined) resolve(found);
          else reject(new Error(`ended without ${pattern}: ${lines.join(' · ')}`));
        };
        waiting.add(look);
        look();
      }),
  };
}
