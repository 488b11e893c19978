import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { type Checkpoint, checkpointSchema } from '@/domain/ledger/checkpoint';
import {
  type DecisionCheckpoint,
  decisionCheckpointSchema,
} from '@/domain/seals/decision-checkpoint';

/** What was kept, by what it vouches for. */
export interface KeptCheckpoints {
  readonly changes: readonly Checkpoint[];
  readonly decisions: readonly DecisionCheckpoint[];
}

const one = z.union([decisionCheckpointSchema, checkpointSchema]);
const kept = z.union([
  z.object({ items: z.array(one).min(1) }).transform(({ items }) => items),
  z.array(one).min(1),
  one.transform((checkpoint) => [checkpoint]),
]);

const isOfDecisions = (checkpoint: z.output<typeof one>): checkpoint is DecisionCheckpoint =>
  'verifier' in checkpoint;

/**
 * Reads what was kept of `GET /audit/checkpoints` or `GET /decisions/checkpoints`: answers, their items,
 * or one of them.
 * @throws CommandFailure that says what to do
 */
export async function readCheckpoints(files: readonly string[]): Promise<KeptCheckpoints> {
  const read = (await Promise.all(files.map(readFileOf))).flat();
  return {
    changes: read.filter((checkpoint) => !isOfDecisions(checkpoint)),
    decisions: read.filter(isOfDecisions),
  };
}

async function readFileOf(file: string): Promise<z.output<typeof kept>> {
  const advice =
    'keep the answer of GET /api/v1/audit/checkpoints or /api/v1/decisions/checkpoints in a file, and name that';
  if (!existsSync(file)) throw new CommandFailure(`${file} does not exist: ${advice}`);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new CommandFailure(`${file} is not JSON: ${advice}`, { cause });
  }
  const read = kept.safeParse(content);
  if (read.success) return read.data;
  throw new CommandFailure(`${file} holds no checkpoint: ${advice}`);
}
