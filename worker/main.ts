import { hostname } from 'node:os';
import { createDatabase, createPool } from '@/db/client';
import { describeError } from '@/db/describe-error';
import { installQueues, openQueue } from '@/db/queue/job-queue';
import { openLog } from '@/domain/base/open-log';
import { type AnyJob, type JobSettings, queuePlanOf } from '@/domain/jobs/define';
import { NOTHING_SET } from '@/domain/jobs/run-job';
import { JOBS } from '@/domain/registry/jobs';
import { startForwarding } from '@/domain/sinks/forward';
import { startTelemetry, type TelemetrySettings } from '@/domain/telemetry/telemetry';
import { startConsumers } from './consumers';
import { hostJob } from './host-job';
import { workerMetrics } from './metrics';

export interface WorkerOptions extends Partial<JobSettings> {
  readonly databaseUrl: string;
  /** Where traces and metrics are sent; unsaid: nowhere. */
  readonly telemetry?: TelemetrySettings | undefined;
  readonly version?: string;
  readonly logLevel: string;
}

export interface RunningWorker {
  /** Lets running jobs finish, for at most four seconds; others will be tried again. */
  close(): Promise<void>;
}

/** Sooner than the supervisor of the processes loses its patience. */
const STOP_TIMEOUT_MS = 4_000;
/** How often lost runs are looked for: a job goes on within its lease and this. */
const SUPERVISE_SECONDS = 10;

/**
 * Hosts the background jobs. Any number of workers may run: each job is leased to one of them. What comes
 * by the clock is also run once at the start, so that a long stop is made good at once.
 */
export async function startWorker(
  { databaseUrl, logLevel, telemetry: sending, version = 'unknown', ...given }: WorkerOptions,
  jobs: readonly AnyJob[] = JOBS,
): Promise<RunningWorker> {
  const settings = { ...NOTHING_SET, ...given };
  const log = openLog(logLevel, { role: 'worker' });
  const worker = `${hostname()}:${process.pid}`;
  const pool = createPool(databaseUrl, { applicationName: 'keyward worker', maxConnections: 3 });
  const db = createDatabase(pool);
  const telemetry = await startTelemetry({
    ...{ settings: sending, role: 'worker', instance: worker, version, isNested: true },
    ...(sending && { readMetrics: workerMetrics(db, log) }),
    warn: (message) => log.warn(message),
  });
  await installQueues(databaseUrl, jobs.map(queuePlanOf));
  const boss = openQueue(databaseUrl, {
    maxConnections: 3,
    superviseSeconds: SUPERVISE_SECONDS,
    onError: (error) => log.error({ error: describeError(error) }, 'the job queue has a problem'),
  });
  await boss.start();
  const ending = new AbortController();
  const host = { boss, db, settings, log, worker, ending: ending.signal };
  for (const job of jobs) {
    await hostJob(job, host);
    if (job.schedule === null) continue;
    await boss.schedule(job.name, job.schedule, {}, { missed: 'once' });
    await boss.send(job.name, {});
  }
  const consumers = startConsumers({ databaseUrl, serverSecret: settings.serverSecret, db, log });
  const forwarding = startForwarding({ db, settings: settings.destinations, log });
  const names = jobs.map(({ name }) => name);
  log.info({ jobs: names, consumers: consumers.names }, 'worker started');
  const close = async () => {
    ending.abort();
    await Promise.all([consumers.stop(), forwarding.stop()]);
    await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
    // It asks the database once more.
    await telemetry?.close();
    await pool.end();
  };
  let closed: Promise<void> | undefined;
  return {
    close() {
      closed ??= close();
      return closed;
    },
  };
}
