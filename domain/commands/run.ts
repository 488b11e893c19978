import { DatabaseError } from 'pg';
import type { z } from 'zod';
import type { Context } from '@/domain/base/context';
import { withoutParameters } from '@/domain/base/fault';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { traced } from '@/domain/telemetry/traced';
import {
  assertStillHeld,
  attemptCommand,
  type Prepared,
  RightsChanged,
  Unprepared,
} from './attempt';
import { recordDenial } from './authorize';
import type { AnyCommand, CommandDefinition, CommandResult } from './define';
import { endingOf } from './ending-of';
import { HeldBack } from './four-eyes';
import { parseInput } from './parse-input';
import { RolledBack } from './rolled-back';
import { stageChange } from './stage-change';

type Answer<Output extends z.ZodType> = CommandResult<z.output<Output>>;

const DEADLOCK_ATTEMPTS = 4;
/** Each turn needs a right to be taken away while the command runs. */
const MAX_ACTOR_TURNS = 5;
const RETRIABLE = new Set(['40001', '40P01']);

/**
 * The one way to change anything: parse, load the target within reach, authorize, run, append the
 * audit event, all in one transaction. A denied attempt commits its own event and nothing else.
 * What a command prepares, it prepares between a first transaction, which asks all of this and changes
 * nothing, and the one that asks it again and runs.
 * Rights hold as of the commit: where the actor has lost one since the request began, everything is
 * rolled back and asked again of the actor as they are now.
 * @returns the command's value and the `seq` of its event, or the refusal
 * @throws on faults only (database gone, a bug); nothing of the change is then kept
 */
export async function runCommand<
  Input extends z.ZodType,
  Output extends z.ZodType,
  T extends Target,
  P,
>(
  command: CommandDefinition<Input, Output, T, P>,
  context: Context,
  rawInput: unknown,
): Promise<Answer<Output>> {
  const attributes = { 'keyward.kind': 'command', 'keyward.operation': command.operation };
  return traced(
    command.operation,
    attributes,
    () => tryCommand(command, context, rawInput),
    endingOf,
  );
}

async function tryCommand<Input extends z.ZodType, Output extends z.ZodType, T extends Target, P>(
  command: CommandDefinition<Input, Output, T, P>,
  context: Context,
  rawInput: unknown,
): Promise<Answer<Output>> {
  const input = parseInput(command, rawInput);
  if (isRefusal(input)) return input;
  let asked = context;
  let prepared: Prepared<P> = null;
  let turns = 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result: Answer<Output> | Unprepared = await committed(command, asked, input, prepared);
      if (!(result instanceof Unprepared)) return result;
      const value: P | Refusal = await prepareCommand(command, asked, input, result.target as T);
      if (isRefusal(value)) return value;
      prepared = { value };
    } catch (error) {
      if (error instanceof RightsChanged && turns < MAX_ACTOR_TURNS) {
        asked = { ...context, actor: error.actor };
        turns += 1;
        continue;
      }
      const cause = databaseError(error);
      if (RETRIABLE.has(cause?.code ?? '') && attempt < DEADLOCK_ATTEMPTS) continue;
      const conflict = refusedConflict(command, cause);
      if (conflict) return conflict;
      throw withoutParameters(error);
    }
  }
}

/** One try: all of it is committed, or nothing but the event of a refused attempt. */
async function committed<Input extends z.ZodType, Output extends z.ZodType, T extends Target, P>(
  command: CommandDefinition<Input, Output, T, P>,
  context: Context,
  input: z.output<Input>,
  prepared: Prepared<P>,
): Promise<Answer<Output> | Unprepared> {
  try {
    return await context.db.transaction((tx) =>
      attemptCommand(tx, command, context, input, prepared),
    );
  } catch (error) {
    if (error instanceof Unprepared) return error;
    if (error instanceof HeldBack) return await keep(command, context, error);
    if (!(error instanceof RolledBack)) throw error;
    const { refusal, target, step } = error;
    if (target && step?.denied) await recordDenial(step.command, context, target, refusal);
    else if (target) await recordForbidden(step?.command ?? command, context, target, refusal);
    return refusal;
  }
}

/** Nothing of the change is left: it is kept as a request, by whoever may make it at that commit. */
const keep = (command: AnyCommand, context: Context, held: HeldBack): Promise<Refusal> =>
  context.db.transaction(async (tx) => {
    const refusal = await stageChange(tx, context, command, held);
    await assertStillHeld(context);
    return refusal;
  });

async function prepareCommand<Input extends z.ZodType, T extends Target, P>(
  command: CommandDefinition<Input, z.ZodType, T, P>,
  context: Context,
  input: z.output<Input>,
  target: T,
): Promise<P | Refusal> {
  const { db, actor, webhookPrivateHosts = [] } = context;
  const value = await command.prepare?.({ db, actor, input, target, webhookPrivateHosts });
  if (isRefusal(value)) await recordForbidden(command, context, target, value);
  return value as P | Refusal;
}

const recordForbidden = async (
  command: AnyCommand,
  context: Context,
  target: Target,
  refusal: Refusal,
) => {
  if (refusal.kind === 'forbidden') await recordDenial(command, context, target, refusal);
};

/** A value that another command took at the same time. */
function refusedConflict({ conflicts }: AnyCommand, cause: DatabaseError | null): Refusal | null {
  const conflict = cause?.code === '23505' && conflicts?.[cause.constraint ?? ''];
  return conflict ? refuse('conflict', 'already_exists', conflict.message, [conflict]) : null;
}

function databaseError(error: unknown): DatabaseError | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof DatabaseError) return at;
  }
  return null;
}
