import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { waitingJobs } from '@/db/queue/waiting-jobs';
import { jobStates } from '@/db/schema/operating';
import type { AnyJob } from './define';

/** One try of one job. */
export interface Run {
  readonly name: string;
  readonly id: string;
  readonly attempt: number;
  /** The process that runs it. */
  readonly worker: string;
}

export type RunEnd = { readonly changed: number } | { readonly error: string };

/** How a kind of job stands; times of what has not happened are null. */
export interface JobState {
  readonly name: string;
  readonly summary: string;
  /** The latest run. Without an end it runs, or its worker died and another will take over. */
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly attempt: number | null;
  readonly worker: string | null;
  readonly progress: { readonly done: number; readonly total: number | null } | null;
  readonly succeededAt: Date | null;
  readonly failedAt: Date | null;
  readonly lastError: string | null;
  /** Failed runs since the last that worked. */
  readonly failures: number;
  /** Jobs that are due, and for how long the oldest has waited. */
  readonly waiting: number;
  readonly lagSeconds: number;
}

/** Another run, of another key or after this one was given up, may have begun since. */
const isLatest = ({ id, attempt }: Run) =>
  and(eq(jobStates.runId, id), eq(jobStates.attempt, attempt));

export async function noteStart(db: Database, { name, id, attempt, worker }: Run): Promise<void> {
  const run = { runId: id, attempt, worker, startedAt: sql`now()`, endedAt: null, done: null };
  await db
    .insert(jobStates)
    .values({ name, ...run })
    .onConflictDoUpdate({ target: jobStates.name, set: { ...run, total: null } });
}

export async function noteProgress(
  db: Database,
  run: Run,
  done: number,
  total?: number,
): Promise<void> {
  await db
    .update(jobStates)
    .set({ done, total: total ?? null })
    .where(and(eq(jobStates.name, run.name), isLatest(run)));
}

export async function noteEnd(db: Database, run: Run, end: RunEnd): Promise<void> {
  const outcome =
    'error' in end
      ? { failedAt: sql`now()`, error: end.error, failures: sql`${jobStates.failures} + 1` }
      : { succeededAt: sql`now()`, changed: end.changed, failures: 0 };
  const endedAt = sql`case when ${isLatest(run)} then now() else ${jobStates.endedAt} end`;
  await db
    .update(jobStates)
    .set({ ...outcome, endedAt })
    .where(eq(jobStates.name, run.name));
}

/** How each of these jobs stands, in their order. */
export async function readJobStates(db: Database, jobs: readonly AnyJob[]): Promise<JobState[]> {
  const names = jobs.map(({ name }) => name);
  const kept = await db
    .select()
    .from(jobStates)
    .where(inArray(jobStates.name, names))
    .orderBy(asc(jobStates.name));
  const due = await waitingJobs(db, names);
  return jobs.map(({ name, summary }) => {
    const state = kept.find((one) => one.name === name);
    const { waiting = 0, lagSeconds = 0 } = due.get(name) ?? {};
    return {
      name,
      summary,
      startedAt: state?.startedAt ?? null,
      endedAt: state?.endedAt ?? null,
      attempt: state?.attempt ?? null,
      worker: state?.worker ?? null,
      progress: state?.done == null ? null : { done: state.done, total: state.total },
      succeededAt: state?.succeededAt ?? null,
      failedAt: state?.failedAt ?? null,
      lastError: state?.error ?? null,
      failures: state?.failures ?? 0,
      waiting,
      lagSeconds,
    };
  });
}
