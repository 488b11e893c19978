import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Transaction } from '@/db/client';
import { insertJob } from '@/db/queue/insert-job';
import type { JsonObject } from '@/db/schema/history';
import { holdsSecret } from '@/db/secrets/withhold-secrets';
import type { JobDefinition } from './define';

/**
 * Has a job done once the transaction commits, and not otherwise: for `after` of a command.
 * @param options.key of those that wait with the same key only the first is kept; runs of one key follow each other
 * @param options.group of which one worker runs only so many at once, where the job says how many
 * @param options.afterSeconds not before; one of this key that waits for a later time is moved up
 * @returns the job's id, or null where one of this key waits already
 * @throws on input that is not the job's, or holds a secret
 */
export async function enqueue<Input extends z.ZodType>(
  tx: Transaction,
  job: JobDefinition<Input>,
  input: z.input<Input>,
  options: { readonly key?: string; readonly group?: string; readonly afterSeconds?: number } = {},
): Promise<string | null> {
  job.input.parse(input);
  const data = input as JsonObject;
  if (holdsSecret(JSON.stringify(data))) {
    throw new Error(`a job ${job.name} would store a secret: name the token by its id`);
  }
  return insertJob(tx, {
    ...{ name: job.name, data, key: options.key ?? randomUUID() },
    group: options.group ?? null,
    afterSeconds: options.afterSeconds ?? 0,
  });
}
