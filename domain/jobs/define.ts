import type { z } from 'zod';
import type { Database } from '@/db/client';
import type { QueuePlan } from '@/db/queue/job-queue';
import type { Context } from '@/domain/base/context';
import type { CommandName } from '@/domain/base/operation-names';

/** Tells how far a run is, for those who look: `total` where it is known. */
export type Progress = (done: number, total?: number) => Promise<void>;

/** Through which server mail goes, and in whose name. */
export interface MailSettings {
  /** `smtp://` or `smtps://`, with the user name and password where there are some. */
  readonly smtpUrl: string;
  readonly from: string;
}

/** What the installation's variables say to jobs. */
export interface JobSettings {
  /** Under which secrets are sealed; undefined where this worker was given none. */
  readonly serverSecret: string | undefined;
  /** Receivers of webhooks that may be private or without TLS. */
  readonly webhookPrivateHosts: readonly string[];
  readonly destinations: DestinationSettings;
  /** null: nothing is mailed. */
  readonly mail: MailSettings | null;
  /** Where the dashboard is, without a trailing slash. */
  readonly keywardUrl: string;
}

/** What a worker reaches destinations of rotated secrets with. */
export interface DestinationSettings {
  /** Hosts, hosts with a port, or origins that may be private or without TLS. */
  readonly privateHosts: readonly string[];
  /** A variable of the worker's environment that a credential is in. */
  variable(name: string): string | undefined;
  /** Keyward's own: no credential is read there. */
  readonly closedDirectories: readonly string[];
}

export interface JobScope<Input> {
  readonly db: Database;
  readonly input: Input;
  /** For commands: as the system, with a right to what the job `records` and `runs`, and to nothing else. */
  readonly context: Context;
  readonly settings: JobSettings;
  /** Ends at the deadline, with the worker, and when the lease is lost: another worker has the job then. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** What to do in the background. It may be run twice, and then finds done what is done. */
export interface JobDefinition<Input extends z.ZodType> {
  readonly kind: 'job';
  /** Its queue: letters, digits and hyphens. */
  readonly name: string;
  readonly summary: string;
  /** What it is about, by ids: jobs are stored as they are, so no secret may be in one. */
  readonly input: Input;
  /** Cron, in UTC, of a job that needs no input; null for one that is enqueued. */
  readonly schedule: string | null;
  /** The first retry comes after `delaySeconds`, each later one after about twice as long, up to `maxDelaySeconds`. */
  readonly retries: {
    readonly limit: number;
    readonly delaySeconds: number;
    readonly maxDelaySeconds: number;
  };
  /** Without a sign of life for so long, its worker is taken for dead. At least 10. */
  readonly leaseSeconds: number;
  /** The longest that a run may take. */
  readonly deadlineSeconds: number;
  /** How many runs one worker has at once, each of another key. */
  readonly concurrency: number;
  /** How many of those may be of one group, as they are enqueued; null where groups don't matter. */
  readonly concurrencyPerGroup: number | null;
  /** The events it leaves in the log, each by a command of that name; none for one that changes nothing the log tells of. */
  readonly records: readonly CommandName[];
  /** The commands it runs that leave their change to others: those record it. */
  readonly runs: readonly CommandName[];
  /** @returns how many things it changed */
  run(scope: JobScope<z.output<Input>>): Promise<number>;
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds jobs of every shape
export type AnyJob = JobDefinition<any>;

const USUAL = {
  schedule: null,
  retries: { limit: 5, delaySeconds: 2, maxDelaySeconds: 300 },
  leaseSeconds: 30,
  deadlineSeconds: 600,
  concurrency: 1,
  concurrencyPerGroup: null,
  runs: [],
};

type Written<Input extends z.ZodType> = Omit<JobDefinition<Input>, 'kind' | keyof typeof USUAL> &
  Partial<Pick<JobDefinition<Input>, keyof typeof USUAL>>;

/** Defines a job. What isn't said is as usual: five retries, a lease of 30 s, ten minutes. */
export function defineJob<Input extends z.ZodType>(job: Written<Input>): JobDefinition<Input> {
  return { kind: 'job', ...USUAL, ...job };
}

/** The queue that keeps what the definition promises. */
export const queuePlanOf = ({
  name,
  retries,
  leaseSeconds,
  deadlineSeconds,
}: AnyJob): QueuePlan => ({
  name,
  retryLimit: retries.limit,
  retryDelay: retries.delaySeconds,
  retryDelayMax: retries.maxDelaySeconds,
  expireInSeconds: deadlineSeconds,
  heartbeatSeconds: leaseSeconds,
});
