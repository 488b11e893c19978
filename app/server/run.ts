import type { z } from 'zod';
import { isRefusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import type { CommandDefinition, QueryDefinition } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { type QueryResult, runQuery } from '@/domain/commands/run-query';
import { leadToSignIn, sessionContext } from './session';
import { type ToldRefusal, told } from './told';

/**
 * Runs a command as the signed-in person: what a server action is made of. With an idempotency key
 * (made by the client, one for each thing it wants) a repeated call gets the first one's answer.
 */
export async function act<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  command: CommandDefinition<Input, Output, T>,
  input: unknown,
  idempotencyKey?: string,
): Promise<ToldRefusal | { ok: true; value: z.output<Output>; seq: number }> {
  const context = await sessionContext();
  const result = isRefusal(context)
    ? context
    : await runCommand(command, { ...context, idempotencyKey }, input);
  return isRefusal(result) ? told(result, command.operation) : result;
}

/** Runs a query as the signed-in person; signed out leads to the sign-in page. A refusal is recorded. */
export async function ask<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  query: QueryDefinition<Input, Output, T>,
  input: z.input<Input>,
): Promise<ToldRefusal | { ok: true; value: z.output<Output> }> {
  const context = await sessionContext();
  if (isRefusal(context)) return leadToSignIn(context);
  const result = await runQuery(query, context, input);
  return isRefusal(result) ? told(result, query.operation) : result;
}

/**
 * The same for what a page shows only to those who may see it: nobody tried anything where it is
 * refused, so there is nothing to record and no id to look for.
 */
export async function askIfAllowed<
  Input extends z.ZodType,
  Output extends z.ZodType,
  T extends Target,
>(
  query: QueryDefinition<Input, Output, T>,
  input: z.input<Input>,
): Promise<QueryResult<z.output<Output>>> {
  const context = await sessionContext();
  if (isRefusal(context)) return leadToSignIn(context);
  return runQuery(query, { ...context, request: undefined }, input);
}
