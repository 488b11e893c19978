import { describe, it } from 'vitest';
import { readJobStates } from '@/domain/jobs/job-states';
import { JOBS } from '@/domain/registry/jobs';
import { type RunningWorker, startWorker } from './main';
import { faulty, gated, late, plain, SECRET, TEST_JOBS } from './testing/test-jobs';
import { openTraced, type Traced } from './testing/traced';

const options = (databaseUrl: string) => ({
  databaseUrl,
  logLevel: 'silent',
  serverSecret: 'a server secret of at least thirty-two characters',
});

/** Each test has a database of its own. */
const alone = it.extend<{ traced: Traced }>({
  traced: async ({ task: _ }, use) => {
    const traced = await openTraced();
    await use(traced);
    await traced.close();
  },
});
const test = alone.extend<{ worker: RunningWorker }>({
  worker: [
    async ({ traced }, use) => {
      const worker = await startWorker(options(traced.url), TEST_JOBS);
      await use(worker);
      await worker.close();
    },
    { auto: true },
  ],
});

describe.concurrent('a worker', () => {
  test('runs what was enqueued, once, and tells how it went', async ({ traced, expect }) => {
    await traced.put(plain, { word: 'hello' });
    await expect.poll(() => traced.stateOf('plain')).toMatchObject({ failures: 0, attempt: 1 });
    await expect
      .poll(() => traced.queued('plain'))
      .toEqual([{ state: 'completed', tries: 1, output: null }]);
    expect(await traced.said('plain')).toEqual(['hello']);
    const { succeededAt, ...state } = await traced.stateOf('plain');
    expect(succeededAt).toBeInstanceOf(Date);
    expect(state).toMatchObject({
      endedAt: succeededAt,
      progress: { done: 1, total: 2 },
      ...{ failedAt: null, lastError: null, waiting: 0, lagSeconds: 0 },
    });
  });

  test('tries a job again that failed, later each time, and stores no secret of its fault', async ({
    traced,
    expect,
  }) => {
    await traced.put(faulty, { failures: 2, words: 'cannot greet' });
    await expect
      .poll(() => traced.queued('faulty'))
      .toEqual([expect.objectContaining({ state: 'completed', tries: 3 })]);
    const state = await traced.stateOf('faulty');
    expect(state).toMatchObject({ failures: 0, attempt: 3, failedAt: expect.any(Date) });
    expect(state.lastError).toMatch(/^cannot greet .*withheld/);
    expect(state.lastError).not.toContain(SECRET.slice(4));
    const times = (await traced.linesOf('faulty')).map(({ at }) => at.getTime());
    expect(times).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = times;
    // Half of the delay is by chance: 1 s, then 2 s.
    expect(second - first).toBeGreaterThanOrEqual(500);
    expect(third - second).toBeGreaterThanOrEqual(1_000);
  });

  test('gives a job up that has failed each time', async ({ traced, expect }) => {
    await traced.put(faulty, { failures: 99, words: 'never' });
    await expect
      .poll(() => traced.queued('faulty'))
      .toEqual([expect.objectContaining({ state: 'failed', tries: 4 })]);
    const [{ output } = { output: null }] = await traced.queued('faulty');
    expect(JSON.stringify(output)).toContain('never');
    expect(JSON.stringify(output)).not.toContain(SECRET.slice(4));
    expect(await traced.stateOf('faulty')).toMatchObject({ failures: 4, succeededAt: null });
    expect(await traced.said('faulty')).toHaveLength(4);
  });

  test('stops a run at its deadline, and tries again', async ({ traced, expect }) => {
    await traced.put(late, {});
    await expect.poll(() => traced.said('late')).toEqual(['began', 'stopped', 'began', 'stopped']);
    expect((await traced.stateOf('late')).lastError).toBe('it took longer than 1 s');
    expect(await traced.queued('late')).not.toMatchObject([{ state: 'completed' }]);
  });

  test('lets a running job end before it ends itself', async ({ traced, worker, expect }) => {
    await traced.put(gated, {});
    await expect.poll(() => traced.said('gated')).toEqual(['began']);
    const closed = worker.close();
    await traced.openGate();
    await closed;
    expect(await traced.said('gated')).toEqual(['began', 'ended']);
    expect(await traced.queued('gated')).toMatchObject([{ state: 'completed' }]);
    expect(await traced.stateOf('gated')).toMatchObject({ failures: 0, lastError: null });
  });

  test('does not wait for ever: what has not ended is left to be tried again', async ({
    traced,
    worker,
    expect,
  }) => {
    await traced.put(gated, {});
    await expect.poll(() => traced.said('gated')).toEqual(['began']);
    await worker.close();
    expect(await traced.queued('gated')).toMatchObject([{ state: 'retry' }]);
    const next = await startWorker(options(traced.url), TEST_JOBS);
    await traced.openGate();
    await expect.poll(() => traced.queued('gated')).toMatchObject([{ state: 'completed' }]);
    await next.close();
  });
});

describe('the jobs of the product', () => {
  alone(
    'run when a worker starts, and leave nothing behind when it ends',
    async ({ traced, expect }) => {
      const worker = await startWorker(options(traced.url));
      // Those without a schedule run when something asks for them.
      const named = JOBS.map(({ name, schedule }) => ({
        ...{ name, failures: 0 },
        succeededAt: schedule === null ? null : expect.any(Date),
      }));
      await expect.poll(() => readJobStates(traced.db, JOBS)).toMatchObject(named);
      await worker.close();
      const connections = () =>
        traced.db.execute(
          `select application_name from pg_stat_activity where datname = current_database() and application_name like 'keyward %'`,
        );
      await expect.poll(async () => (await connections()).rows).toEqual([]);
    },
  );
});
