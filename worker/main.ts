import pino from 'pino';
import { createDatabase, createPool } from '@/db/client';
import { describeError } from '@/db/describe-error';
import { installQueues, openQueue } from '@/db/queue/job-queue';
import { startConsumers } from './consumers';
import { JOBS } from './jobs';

export interface WorkerOptions {
  readonly databaseUrl: string;
  readonly logLevel: string;
  /** Signs the heads of the audit log; without it this worker doesn't. */
  readonly serverSecret: string | undefined;
}

export interface RunningWorker {
  /** Lets running jobs finish, for at most four seconds. */
  close(): Promise<void>;
}

const STOP_TIMEOUT_MS = 4_000;
const PROMISES = {
  retryLimit: 5,
  retryDelay: 2,
  retryDelayMax: 60,
  expireInSeconds: 600,
  heartbeatSeconds: 30,
};

/**
 * Runs the background jobs. Any number of workers may run: pg-boss leases each job to one of them.
 * Every job is also run once at the start, so that a long stop is made good at once.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const log = pino({ level: options.logLevel, base: { role: 'worker' } });
  const pool = createPool(options.databaseUrl, {
    applicationName: 'keyward worker',
    maxConnections: 3,
  });
  const db = createDatabase(pool);
  await installQueues(
    options.databaseUrl,
    JOBS.map(({ name }) => ({ name, ...PROMISES })),
  );
  const boss = openQueue(options.databaseUrl, {
    maxConnections: 3,
    superviseSeconds: 10,
    onError: (error) => log.error({ error: describeError(error) }, 'the job queue has a problem'),
  });
  await boss.start();
  for (const { name, schedule, run } of JOBS) {
    await boss.work(name, { pollingIntervalSeconds: 5 }, async () => {
      const changed = await run(db);
      if (changed > 0) log.info({ job: name, changed }, 'job done');
    });
    await boss.schedule(name, schedule);
    await boss.send(name, {});
  }
  const consumers = startConsumers({ ...options, db, log });
  log.info({ jobs: JOBS.map((job) => job.name), consumers: consumers.names }, 'worker started');
  return {
    async close() {
      await consumers.stop();
      await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
      await pool.end();
    },
  };
}
