import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { VERIFIER_OPERATIONS } from '@/domain/base/operation-names';
import type { Target } from '@/domain/base/target';
import type { CommandDefinition } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';

const serverSecret = randomBytes(32).toString('hex');

/** Runs one of the product's commands, by the same door as everybody. @throws where it is refused */
export async function command<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  db: Database,
  definition: CommandDefinition<Input, Output, T>,
  input: z.input<Input>,
): Promise<{ value: z.output<Output>; seq: number }> {
  // Nobody grants what they do not hold, this actor included.
  const atTheVerifier = VERIFIER_OPERATIONS.map(({ operation }) => operation);
  const actor = systemActor('bench', [definition.operation, ...atTheVerifier]);
  const request = { id: newId('request'), ip: null, userAgent: null };
  const result = await runCommand(definition, { db, actor, request, serverSecret }, input);
  if (!result.ok) {
    throw new Error(
      `${definition.operation}: ${result.message} ${result.errors?.[0]?.message ?? ''}`,
    );
  }
  return result;
}
