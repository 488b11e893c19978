import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { buildProgram } from '@/db/testing/build-program';

it('a process whose starter is gone ends, though lines of its log are left', async () => {
  const program = await buildProgram('domain/testing/log-to-nobody.ts');
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  try {
    await once(child, 'message');
    const closed = once(child.stdout ?? child, 'close');
    child.stdout?.destroy();
    await closed;
    child.disconnect();
    await expect.poll(() => child.exitCode).toBe(3);
  } finally {
    child.kill('SIGKILL');
  }
});
