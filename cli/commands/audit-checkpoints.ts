import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { type Checkpoint, checkpointSchema } from '@/domain/ledger/checkpoint';

const kept = z.union([
  z.object({ items: z.array(checkpointSchema).min(1) }).transform(({ items }) => items),
  z.array(checkpointSchema).min(1),
  checkpointSchema.transform((checkpoint) => [checkpoint]),
]);

/**
 * Reads what was kept of `GET /audit/checkpoints`: the answer, its items, or one of them.
 * @throws CommandFailure that says what to do
 */
export async function readCheckpoints(file: string): Promise<readonly Checkpoint[]> {
  const advice = 'keep the answer of GET /api/v1/audit/checkpoints in a file, and name that';
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
