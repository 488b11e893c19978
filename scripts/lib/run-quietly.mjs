import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/**
 * Runs a program and keeps what it prints to itself unless it fails. A signal that ends us ends it first.
 * @throws an Error whose message ends with the last lines the program printed
 */
export async function runQuietly(program, args, env = {}) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (signal) => {
    child.kill(signal);
    process.exit(130);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  let output = '';
  const keep = (chunk) => {
    output += chunk;
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  process.off('SIGINT', stop).off('SIGTERM', stop);
  if (code !== 0) {
    const tail = output.trimEnd().split('\n').slice(-40).join('\n');
    throw new Error(`${[program, ...args].join(' ')} failed (exit ${code}):\n${tail}`);
  }
}
