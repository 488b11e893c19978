import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { gated } from './testing/test-jobs';
import { openTraced, type Traced } from './testing/traced';
import { spawnWorker } from './testing/worker-process';

type Worker = Awaited<ReturnType<typeof spawnWorker>>;

/** A worker that has begun a job, and another that has nothing to do. */
const test = it.extend<{ traced: Traced; first: Worker; second: Worker }>({
  traced: async ({ task: _ }, use) => {
    const traced = await openTraced();
    await use(traced);
    await traced.close();
  },
  first: async ({ traced }, use) => {
    const first = await spawnWorker(traced.url);
    await traced.put(gated, {});
    while ((await traced.said('gated')).length === 0) await sleep(20);
    await use(first);
    await first.end('SIGKILL');
  },
  second: async ({ traced, first: _ }, use) => {
    const second = await spawnWorker(traced.url);
    await use(second);
    await second.end('SIGKILL');
  },
});

describe.concurrent('a job whose lease is lost', () => {
  test('is taken over where its worker was killed', async ({ traced, first, second, expect }) => {
    await first.end('SIGKILL');
    await expect.poll(() => traced.said('gated')).toEqual(['began', 'began']);
    await traced.openGate();
    await expect
      .poll(() => traced.queued('gated'))
      .toMatchObject([{ state: 'completed', tries: 2 }]);
    const lines = await traced.linesOf('gated');
    expect(lines.map(({ pid }) => pid)).toEqual([first.pid, second.pid, second.pid]);
    expect(await traced.stateOf('gated')).toMatchObject({ attempt: 2, failures: 0 });
    expect(await second.end('SIGTERM')).toBe(0);
  });

  test('is left alone by a worker that was only asleep', async ({
    traced,
    first,
    second,
    expect,
  }) => {
    first.signal('SIGSTOP');
    await expect.poll(() => traced.said('gated')).toEqual(['began', 'began']);
    first.signal('SIGCONT');
    await expect.poll(() => traced.said('gated')).toEqual(['began', 'began', 'stopped']);
    await traced.openGate();
    await expect
      .poll(() => traced.queued('gated'))
      .toMatchObject([{ state: 'completed', tries: 2 }]);
    const lines = await traced.linesOf('gated');
    const who = [first.pid, second.pid, first.pid, second.pid];
    expect(lines.map(({ pid }) => pid)).toEqual(who);
    // The first one says so after its job has stopped, whenever it comes to it.
    await expect
      .poll(async () => (await traced.stateOf('gated')).lastError)
      .toBe('its lease was lost, another worker has it');
    expect(await first.end('SIGTERM')).toBe(0);
  });
});
