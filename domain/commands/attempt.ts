import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { readerBeside, type Transaction } from '@/db/client';
import { auditEvents, type JsonObject } from '@/db/schema/history';
import { resolveAgain } from '@/domain/actors/resolve-actor';
import { type Actor, holdsAllOf } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import { isRefusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { appendEvent } from '@/domain/ledger/append-event';
import { readLastChange } from '@/domain/ledger/log-ends';
import { authorize, reasonOf } from './authorize';
import type { CommandDefinition, CommandResult, Outcome, Steps } from './define';
import { assertSecondAdministrator, type Made } from './four-eyes';
import { reserveIdempotencyKey } from './idempotency';
import { assertProven } from './refuse-unproven';
import { RolledBack } from './rolled-back';
import { makeStep, type StepDone } from './steps';

/** What `prepare` gave, once it was asked. */
export type Prepared<P> = { readonly value: P } | null;

/** Everything that can be asked lets the command pass; it is time to prepare it. */
export class Unprepared extends Error {
  constructor(readonly target: Target) {
    super('the command is still to be prepared');
  }
}

/** The actor no longer holds what this transaction counted on. */
export class RightsChanged extends Error {
  constructor(readonly actor: Actor) {
    super('the rights of the actor changed while the command ran');
  }
}

/**
 * Asked while the audit head is locked: a change that took a right away has committed by now, or comes
 * after this one in the log. A connection beside the transaction sees what others have committed and
 * nothing of this command, which may well end its own actor.
 */
export async function assertStillHeld({ db, actor, request, isRetry }: Context): Promise<void> {
  if (actor.isFixed) return;
  const now = await resolveAgain(readerBeside(db), actor, request.ip, isRetry);
  if (isRefusal(now)) throw new RolledBack(now);
  if (!holdsAllOf(now, actor)) throw new RightsChanged(now);
}

/**
 * Inside the transaction: asks everything, then runs what is prepared and appends its event.
 * @throws {RolledBack} refused after something may have changed
 * @throws {Unprepared} nothing is refused, and `prepare` is still to be asked
 * @throws {RightsChanged} the actor has lost a right meanwhile
 */
export async function attemptCommand<
  Input extends z.ZodType,
  Output extends z.ZodType,
  T extends Target,
  P,
>(
  tx: Transaction,
  command: CommandDefinition<Input, Output, T, P>,
  context: Context,
  input: z.output<Input>,
  prepared: Prepared<P>,
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
  await assertProven(command, { tx, actor, input, target });
  const reservation = await reserveIdempotencyKey(tx, context, command.operation, input);
  if (isRefusal(reservation)) throw new RolledBack(reservation);
  const { secretBytes, replay } = reservation;
  const finish = (value: Omit<z.input<Output>, 'secret'>) =>
    command.output.parse({ ...value, ...command.reveal?.(value, secretBytes) });
  const made = (replay?.response ?? null) as never;
  if (command.refusal && (!replay || command.reveal)) {
    const view = await command.view?.({ tx, target, made });
    const refused = command.refusal(actor, view);
    if (refused) throw new RolledBack(refused, target);
  }
  const admission = await command.admit?.({ tx, actor, input, target, made });
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
  const alone = async ({ value: answer, audit: entry }: Outcome<object>): Promise<Recorded> => {
    const subject = entry.target ?? target;
    const event = { actor, group, request, action: command.operation, outcome: 'done' as const };
    return {
      value: plain(answer),
      seq: await appendEvent(tx, { ...event, target: subject, entry }),
      made: [{ command, input: Object(input), target: subject, entry }],
    };
  };
  if (command.prepare && !prepared) throw new Unprepared(target);
  const outcome = await command.run({
    ...{ tx, actor, input, target, request, secretBytes },
    prepared: prepared?.value as P,
    serverSecret: context.serverSecret,
  });
  if (isRefusal(outcome)) throw new RolledBack(outcome, target);
  const recorded =
    'steps' in outcome ? await takeSteps(tx, context, outcome) : await alone(outcome);
  const { value, seq } = recorded;
  await command.after?.({ tx, actor, input, target, value: value as never, seq });
  await assertStillHeld(context);
  await assertSecondAdministrator(tx, context, recorded);
  await reservation.settle(value, seq);
  return { ok: true, value: finish(value as never), seq };
}

/** What a change answers, the number of its last event, and what it was made of. */
interface Recorded extends Pick<Steps<object>, 'approval' | 'fulfils'> {
  readonly value: JsonObject;
  readonly seq: number;
  readonly made: readonly Made[];
}

const plain = (value: object): JsonObject => JSON.parse(JSON.stringify(value));

/** Makes all of them, then records them: `seq` is that of the last event, or of the log where there is none. */
async function takeSteps(
  tx: Transaction,
  context: Context,
  { steps, value, ...whatFor }: Steps<object>,
): Promise<Recorded> {
  const made: StepDone[] = [];
  for (const step of steps) made.push(await makeStep(tx, context, step));
  const answer = plain(await value(tx));
  const { actor, request } = context;
  let seq: number | null = null;
  for (const { command, group, target, entry, after } of made) {
    seq = await appendEvent(tx, {
      ...{ actor, group, request, action: command.operation, outcome: 'done' as const },
      ...{ target, entry },
    });
    await after(tx, seq);
  }
  return { value: answer, seq: seq ?? (await readLastChange(tx)), made, ...whatFor };
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
