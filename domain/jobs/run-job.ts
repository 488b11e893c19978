import type { Database } from '@/db/client';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { traced } from '@/domain/telemetry/traced';
import type { AnyJob, JobSettings, Progress } from './define';

/** What a job is told where no variable is set. */
export const NOTHING_SET: JobSettings = {
  serverSecret: undefined,
  webhookPrivateHosts: [],
  destinations: { privateHosts: [], variable: () => undefined, closedDirectories: [] },
  mail: null,
  keywardUrl: 'http://127.0.0.1:3000',
};

/** What runs a job: a worker, or a test. */
export interface JobHost {
  readonly db: Database;
  /** Unsaid: nothing is set. */
  readonly settings?: JobSettings;
  /** Unsaid: the deadline alone. */
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/**
 * Runs a job once, as the system.
 * @param data what was enqueued; nothing for a job by the clock
 * @returns how many things it changed
 * @throws on input that is not the job's, a lost lease, and faults; a worker tries again then
 */
export function runJob(job: AnyJob, host: JobHost, data: unknown = {}): Promise<number> {
  const attributes = { 'keyward.kind': 'job', 'keyward.job': job.name };
  return traced(
    `job ${job.name}`,
    attributes,
    () => run(job, host, data),
    () => DONE,
  );
}

const DONE = { outcome: 'done' };

async function run(job: AnyJob, host: JobHost, data: unknown): Promise<number> {
  const input = job.input.parse(data ?? {});
  const { db, settings = NOTHING_SET } = host;
  const signal = host.signal ?? AbortSignal.timeout(job.deadlineSeconds * 1_000);
  signal.throwIfAborted();
  const context = {
    db,
    actor: systemActor('worker', [...job.records, ...job.runs]),
    request: { id: newId('request'), ip: null, userAgent: null },
    serverSecret: settings.serverSecret ?? '',
  };
  const progress = host.progress ?? (async () => undefined);
  const changed = await job.run({ db, input, context, settings, signal, progress });
  // Done or not, the answer is no longer ours to give.
  signal.throwIfAborted();
  return changed;
}
