import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '@/db/client';
import { describeError } from '@/db/describe-error';
import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import type { AnyJob, JobSettings } from '@/domain/jobs/define';
import { noteEnd, noteProgress, noteStart, type Run } from '@/domain/jobs/job-states';
import { runJob } from '@/domain/jobs/run-job';

export interface Host {
  readonly boss: PgBoss;
  readonly db: Database;
  readonly settings: JobSettings;
  readonly log: Logger;
  /** Names this process in the states of jobs. */
  readonly worker: string;
  /** Aborted when the worker is asked to end; its runs may go on for a while. */
  readonly ending: AbortSignal;
}

const POLLING_SECONDS = 2;
const SIGNS_OF_LIFE_PER_LEASE = 3;
const MAX_ERROR_LENGTH = 500;

/** Takes over the jobs of one kind: leases them one by one, runs them and keeps how they went. */
export async function hostJob(job: AnyJob, host: Host): Promise<void> {
  await host.boss.work(
    job.name,
    {
      includeMetadata: true,
      localConcurrency: job.concurrency,
      ...(job.concurrencyPerGroup !== null && { localGroupConcurrency: job.concurrencyPerGroup }),
      pollingIntervalSeconds: POLLING_SECONDS,
      heartbeatRefreshSeconds: job.leaseSeconds / SIGNS_OF_LIFE_PER_LEASE,
    },
    async ([leased]: JobWithMetadata<object>[]) => {
      const failure = leased && (await runLeased(job, leased, host));
      if (failure !== undefined) throw new Error(failure);
    },
  );
}

/** @returns what went wrong, in words that may be stored: a fault of a query has its parameters */
async function runLeased(
  job: AnyJob,
  leased: JobWithMetadata<object>,
  host: Host,
): Promise<string | undefined> {
  const { db, settings, log, worker } = host;
  const { id, retryCount, data, signal } = leased;
  const run: Run = { name: job.name, id, attempt: retryCount + 1, worker };
  const startedAt = performance.now();
  const progress = (done: number, total?: number) => noteProgress(db, run, done, total);
  try {
    await noteStart(db, run);
    const changed = await runJob(job, { db, settings, signal, progress }, data);
    await noteEnd(db, run, { changed });
    if (changed > 0) log.info({ job: job.name, changed }, 'job done');
    return undefined;
  } catch (fault) {
    const seconds = (performance.now() - startedAt) / 1_000;
    const why = signal.aborted ? whyAborted(job, host, seconds) : describeError(fault);
    const error = withholdSecrets(why).slice(0, MAX_ERROR_LENGTH);
    const fate = retryCount >= job.retries.limit ? 'is given up' : 'is tried again';
    log.error({ job: job.name, attempt: run.attempt, error }, `job ${job.name} failed and ${fate}`);
    // The database may be what failed.
    await noteEnd(db, run, { error }).catch(() => undefined);
    return error;
  }
}

/** pg-boss aborts a run without saying why. */
function whyAborted({ deadlineSeconds }: AnyJob, { ending }: Host, seconds: number): string {
  if (seconds >= deadlineSeconds) return `it took longer than ${deadlineSeconds} s`;
  return ending.aborted ? 'its worker ended' : 'its lease was lost, another worker has it';
}
