import { expect, it } from 'vitest';
import { openTraced } from './testing/traced';
import { spawnWorker } from './testing/worker-process';

const MINUTE_MS = 60_000;

it('what comes by the clock runs once, however many workers there are', async () => {
  const traced = await openTraced();
  const workers = await Promise.all([1, 2].map(() => spawnWorker(traced.url, 'ticking')));
  // Each worker asks for a run when it starts; the clock asks for one in every minute that begins.
  const begunAt = Date.now();
  const byClock = async () => {
    const minutes = (await traced.linesOf('ticking')).map(({ at }) =>
      Math.floor(at.getTime() / MINUTE_MS),
    );
    return minutes.filter((minute) => minute > Math.floor(begunAt / MINUTE_MS));
  };
  await expect.poll(byClock, { timeout: 2 * MINUTE_MS }).not.toEqual([]);
  // The other worker would have run it by now: it looks as often.
  await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
  const runs = await byClock();
  expect(runs).toHaveLength(new Set(runs).size);
  await traced.close();
});
