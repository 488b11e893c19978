import { eq } from 'drizzle-orm';
import { DatabaseError } from 'pg';
import type { z } from 'zod';
import { readerBeside, type Transaction } from '@/db/client';
import { auditEvents, type JsonObject } from '@/db/schema/history';
import {
  isVisible,
  type Reach,
  reachesNothing,
  reachOf,
  rightOver,
} from '@/domain/authority/reach';
import { notGranted } from '@/domain/authority/refused-right';
import { resolveAgain } from '@/domain/authority/resolve-actor';
import { type Actor, type GrantingGroup, holdsAllOf } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import { withoutParameters } from '@/domain/base/fault';
import { isRefusal, notFound, type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { appendEvent } from '@/domain/ledger/append-event';
import { denialRecorder } from '@/domain/ledger/denial-recorder';
import type { AnyCommand, AnyQuery, CommandDefinition, QueryDefinition } from './define';
import { reserveIdempotencyKey } from './idempotency';
import { parseInput } from './parse-input';

export type CommandResult<Value> = Refusal | { ok: true; value: Value; seq: number };
export type QueryResult<Value> = Refusal | { ok: true; value: Value };

const DEADLOCK_ATTEMPTS = 4;
/** Each turn needs a right to be taken away while the command runs. */
const MAX_ACTOR_TURNS = 5;
const RETRIABLE = new Set(['40001', '40P01']);

/**
 * The one way to change anything: parse, load the target within reach, authorize, run, append the
 * audit event, all in one transaction. A denied attempt commits its own event and nothing else.
 * Rights hold as of the commit: where the actor has lost one since the request began, everything is
 * rolled back and asked again of the actor as they are now.
 * @returns the command's value and the `seq` of its event, or the refusal
 * @throws on faults only (database gone, a bug); nothing of the change is then kept
 */
export async function runCommand<
  Input extends z.ZodType,
  Output extends z.ZodType,
  T extends Target,
>(
  command: CommandDefinition<Input, Output, T>,
  context: Context,
  rawInput: unknown,
): Promise<CommandResult<z.output<Output>>> {
  const input = parseInput(command, rawInput);
  if (isRefusal(input)) return input;
  let asked = context;
  let turns = 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await committed(command, asked, input);
    } catch (error) {
      if (error instanceof RightsChanged && turns < MAX_ACTOR_TURNS) {
        asked = { ...context, actor: error.actor };
        turns += 1;
        continue;
      }
      const cause = databaseError(error);
      if (cause && RETRIABLE.has(cause.code ?? '') && attempt < DEADLOCK_ATTEMPTS) continue;
      const conflict = cause?.code === '23505' && command.conflicts?.[cause.constraint ?? ''];
      if (conflict) return refuse('conflict', 'already_exists', conflict.message, [conflict]);
      throw withoutParameters(error);
    }
  }
}

/** One try: all of it is committed, or nothing but the event of a refused attempt. */
async function committed<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  command: CommandDefinition<Input, Output, T>,
  context: Context,
  input: z.output<Input>,
): Promise<CommandResult<z.output<Output>>> {
  try {
    return await context.db.transaction((tx) => attemptCommand(tx, command, context, input));
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    const { refusal, target } = error;
    if (target && refusal.kind === 'forbidden') {
      await recordDenial(command, context, target, refusal);
    }
    return refusal;
  }
}

/**
 * Runs a query within the actor's reach. What a session is refused is an event of the log where
 * `request` says who asked; a token's question is a decision before it comes here.
 * @throws on faults only
 */
export async function runQuery<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  query: QueryDefinition<Input, Output, T>,
  context: QueryContext,
  rawInput: unknown,
): Promise<QueryResult<z.output<Output>>> {
  const input = parseInput(query, rawInput);
  if (isRefusal(input)) return input;
  try {
    return await answerQuery(query, context, input);
  } catch (error) {
    throw withoutParameters(error);
  }
}

type QueryContext = Pick<Context, 'db' | 'actor'> &
  Partial<Pick<Context, 'request' | 'serverSecret'>>;

async function answerQuery<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  query: QueryDefinition<Input, Output, T>,
  { db, actor, request, serverSecret }: QueryContext,
  input: z.output<Input>,
): Promise<QueryResult<z.output<Output>>> {
  const target = await query.target({ db, actor, input });
  if (isRefusal(target)) return target;
  const reach = reachOf(actor, query.operation);
  const right = query.list ? reachesSomething(query, reach) : authorize(query, actor, target);
  if (isRefusal(right)) {
    if (request && actor.via.type === 'session') {
      await recordDenial(query, { db, actor, request }, target, right);
    }
    return right;
  }
  const value = await query.run({ db, actor, input, target, reach, serverSecret });
  return isRefusal(value) ? value : { ok: true, value: query.output.parse(value) };
}

class RolledBack extends Error {
  constructor(
    readonly refusal: Refusal,
    /** What a refused attempt was about; only those for want of a right are attempts. */
    readonly target?: Target,
  ) {
    super(refusal.code);
  }
}

/** The actor no longer holds what this transaction counted on. */
class RightsChanged extends Error {
  constructor(readonly actor: Actor) {
    super('the rights of the actor changed while the command ran');
  }
}

/**
 * Asked while the audit head is locked: a change that took a right away has committed by now, or comes
 * after this one in the log. A connection beside the transaction sees what others have committed and
 * nothing of this command, which may well end its own actor.
 */
async function assertStillHeld({ db, actor, request }: Context): Promise<void> {
  if (actor.isFixed) return;
  const now = await resolveAgain(readerBeside(db), actor, request.ip);
  if (isRefusal(now)) throw new RolledBack(now);
  if (!holdsAllOf(now, actor)) throw new RightsChanged(now);
}

/** An attempt that no transaction has kept: a question, or what a command itself would not do. */
function recordDenial(
  { operation: action }: AnyCommand | AnyQuery,
  { db, actor, request }: Pick<Context, 'db' | 'actor' | 'request'>,
  target: Target,
  refusal: Refusal,
): Promise<void> {
  const denial = { actor, action, target, reason: reasonOf(refusal), request };
  return denialRecorder(db).record(denial, `${actor.via.id ?? actor.id} ${action}`);
}

async function attemptCommand<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  tx: Transaction,
  command: CommandDefinition<Input, Output, T>,
  context: Context,
  input: z.output<Input>,
): Promise<CommandResult<z.output<Output>>> {
  const { actor, request } = context;
  const target = await command.target({ db: tx, actor, input });
  if (isRefusal(target)) return target;
  const group = authorize(command, actor, target);
  if (isRefusal(group)) {
    await appendEvent(tx, {
      actor,
      // Leads read what concerns their group: it must not tell them what their token was kept from.
      group: group.kind === 'not_found' ? null : actor.group,
      action: command.operation,
      target,
      outcome: 'denied',
      entry: { reason: reasonOf(group), affects: [] },
      request,
    });
    return group;
  }
  const reservation = await reserveIdempotencyKey(tx, context, command.operation, input);
  if (isRefusal(reservation)) throw new RolledBack(reservation);
  const { secretBytes, replay } = reservation;
  const finish = (value: Omit<z.input<Output>, 'secret'>) =>
    command.output.parse({ ...value, ...command.reveal?.(value, secretBytes) });
  const admission = await command.admit?.({
    tx,
    actor,
    input,
    target,
    made: (replay?.response ?? null) as never,
  });
  if (isRefusal(admission)) throw new RolledBack(admission, target);
  if (replay) {
    if (command.reveal) {
      await appendEvent(tx, {
        ...{ actor, group, request, action: command.operation, outcome: 'done' as const },
        target: await targetOfEvent(tx, replay.seq),
        entry: {
          reason: 'A retry was given the same secret again.',
          after: { repeats: replay.seq },
          affects: [],
        },
      });
    }
    await assertStillHeld(context);
    return { ok: true, value: finish(replay.response as never), seq: replay.seq };
  }
  const outcome = await command.run({ tx, actor, input, target, request, secretBytes });
  if (isRefusal(outcome)) throw new RolledBack(outcome, target);
  const value = JSON.parse(JSON.stringify(outcome.value)) as JsonObject;
  const seq = await appendEvent(tx, {
    actor,
    group,
    action: command.operation,
    target: outcome.audit.target ?? target,
    outcome: 'done',
    entry: outcome.audit,
    request,
  });
  await assertStillHeld(context);
  await reservation.settle(value, seq);
  return { ok: true, value: finish(value as never), seq };
}

async function targetOfEvent(tx: Transaction, seq: number) {
  const [event] = await tx
    .select({
      type: auditEvents.targetType,
      id: auditEvents.targetId,
      name: auditEvents.targetName,
    })
    .from(auditEvents)
    .where(eq(auditEvents.seq, seq));
  if (!event) throw new Error(`event ${seq}, which a retry repeats, is not in the log`);
  return { ...event, type: event.type as Target['type'] };
}

const reachesSomething = ({ operation }: AnyQuery, reach: Reach): Refusal | null =>
  reachesNothing(reach) ? notGranted(operation) : null;

/** What the log says of a refusal: that something exists is told there, and not to who asked. */
const reasonOf = ({ kind, code }: Refusal) => (kind === 'not_found' ? 'out_of_reach' : code);

function authorize(
  operation: AnyCommand | AnyQuery,
  actor: Context['actor'],
  target: Target,
): GrantingGroup | null | Refusal {
  const held = actor.grants.get(operation.operation);
  if (held !== undefined) return held;
  if (operation.isOpen) return actor.group;
  if (!isVisible(actor, target)) return notFound(target.type);
  const right = operation.permit
    ? operation.permit(actor, target)
    : rightOver(actor, operation.operation, target);
  return right === false ? notGranted(operation.operation) : right;
}

function databaseError(error: unknown): DatabaseError | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof DatabaseError) return at;
  }
  return null;
}
