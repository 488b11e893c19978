import type { Command } from 'commander';
import { withDatabase } from '@/cli/database/with-database';
import { print } from '@/cli/output';
import { environment } from '@/domain/environment/env';
import { type ConsumerLag, readConsumers } from '@/domain/feed/read-lag';
import { type JobState, readJobStates } from '@/domain/jobs/job-states';
import { JOBS } from '@/domain/registry/jobs';

const at = (instant: Date) => instant.toISOString().slice(0, 19).concat('Z');

/** One kind of job for people: `end-memberships  worked 2026-11-26T03:40:00Z`, and what is wrong with it. */
export function describeJob(job: JobState): string {
  const { startedAt, endedAt, succeededAt, failures, lastError, progress } = job;
  const far =
    progress && `${progress.done}${progress.total === null ? '' : ` of ${progress.total}`}`;
  const parts = [
    succeededAt === null ? 'has not worked yet' : `worked ${at(succeededAt)}`,
    ...(startedAt !== null && endedAt === null
      ? [`runs since ${at(startedAt)}${far ? ` (${far})` : ''}`]
      : []),
    ...(job.waiting > 0 ? [`${job.waiting} due for ${Math.round(job.lagSeconds)} s`] : []),
    ...(failures > 0 ? [`failed ${failures} times in a row: ${lastError}`] : []),
  ];
  return `${job.name.padEnd(24)} ${parts.join('; ')}`;
}

/** How one consumer of the audit log stands: `audit-checkpoints  up to change 4711`, and what is wrong with it. */
export function describeConsumer(consumer: ConsumerLag): string {
  const { seq, state, lagEvents, lagSeconds, failures, lastError } = consumer;
  const parts = [
    `up to change ${seq}`,
    ...(lagEvents > 0 ? [`${lagEvents} more wait, for ${Math.round(lagSeconds)} s`] : []),
    ...(state === 'idle' ? ['no worker reads for it'] : []),
    ...(failures > 0 ? [`failed ${failures} times in a row: ${lastError}`] : []),
  ];
  return `${consumer.name.padEnd(24)} ${parts.join('; ')}`;
}

export function addJobs(program: Command): void {
  program
    .command('jobs')
    .description('tell how the background jobs and the followers of the audit log stand')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: true }) => {
      const found = await withDatabase(environment(), async ({ db }) => ({
        jobs: await readJobStates(db, JOBS),
        consumers: await readConsumers(db),
      }));
      const lines = [...found.jobs.map(describeJob), ...found.consumers.map(describeConsumer)];
      print(options, found, lines.join('\n'));
    });
}
