import { afterEach, expect, it } from 'vitest';
import { Child } from './child';

const { execPath } = process;
let child: Child | undefined;
afterEach(async () => {
  process.execPath = execPath;
  await child?.stop();
});

it('is started again when its program was missing for a while, as during an install', async () => {
  const lines: string[] = [];
  const args = ['--eval', "process.send('ready'); setInterval(() => {}, 1000)"];
  const plan = { name: 'worker', args, env: process.env, graceMs: 5_000 };
  child = new Child(plan, (line) => lines.push(line));
  process.execPath = '/nowhere/node';
  child.start();
  await expect.poll(() => lines.join('\n')).toContain('restarting in 1 s');
  process.execPath = execPath;
  await expect.poll(() => child?.saidReady).toBe(true);
});
