import { randomBytes } from 'node:crypto';
import type { Queryable, Transaction } from '@/db/client';
import type { Actor, GrantingGroup } from '@/domain/base/actor';
import type { RequestOrigin } from '@/domain/base/context';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import type { AuditEntry, Target } from '@/domain/base/target';
import { authorize } from './authorize';
import type { AnyCommand, Outcome, Step } from './define';
import { parseInput } from './parse-input';
import { refuseUnproven } from './refuse-unproven';
import { RolledBack } from './rolled-back';

/** A change that has been made, with what its event says and what follows from it. */
export interface StepDone {
  readonly command: AnyCommand;
  readonly input: object;
  readonly group: GrantingGroup | null;
  readonly target: Pick<Target, 'type' | 'id' | 'name'>;
  readonly entry: AuditEntry;
  after(tx: Transaction, seq: number): Promise<void>;
}

interface Asker {
  readonly actor: Actor;
  readonly request: RequestOrigin;
  readonly serverSecret: string;
}

/**
 * Makes one of several changes as if its command had been asked for alone: same input, same rights,
 * same refusals. Its event is left to the caller: the head of the log is locked once all are made.
 * @throws {RolledBack} where it is refused
 */
export async function makeStep(
  tx: Transaction,
  { actor, request, serverSecret }: Asker,
  step: Step,
): Promise<StepDone> {
  const { command } = step;
  const refused = (refusal: Refusal, about?: Target, denied = false): never => {
    throw new RolledBack(step.explain?.(refusal) ?? refusal, about, { command, denied });
  };
  if (command.reveal && !step.isUntold) {
    throw new Error(`${command.operation} makes a secret: as a step it tells nobody`);
  }
  const input = parseInput(command, step.input);
  if (isRefusal(input)) return refused(input);
  const target: Target | Refusal = await command.target({ db: tx, actor, input });
  if (isRefusal(target)) return refused(target);
  const group = authorize(command, actor, target);
  if (isRefusal(group)) return refused(group, target, true);
  const scope = { tx, actor, input, target };
  const unproven = await refuseUnproven(command, scope);
  if (unproven) return refused(unproven);
  const refusal =
    command.refusal?.(actor, await command.view?.({ tx, target, made: null })) ??
    (await command.admit?.({ ...scope, made: null }));
  if (isRefusal(refusal)) return refused(refusal, target);
  if (command.prepare && !step.prepared) return refused(outdated());
  const outcome = (await command.run({
    ...scope,
    ...{ request, serverSecret, secretBytes: randomBytes(32), prepared: step.prepared?.value },
  })) as Refusal | Outcome<object>;
  if (isRefusal(outcome)) return refused(outcome, target);
  const entry = { ...outcome.audit, reason: outcome.audit.reason ?? step.reason };
  const value = JSON.parse(JSON.stringify(outcome.value));
  return {
    ...{ command, input: Object(input), group, entry, target: outcome.audit.target ?? target },
    after: async (inside, seq) => command.after?.({ ...scope, tx: inside, value, seq }),
  };
}

/** Nobody has prepared it: it was none of the steps when they were, or not yet theirs to make. */
export const outdated = (): Refusal =>
  refuse(
    'conflict',
    'plan_outdated',
    'Things have changed since this was planned: plan it again, and look.',
  );

class Rehearsed extends Error {}

/**
 * Makes the changes, looks at what they have done, and takes them back: nothing is recorded, and
 * nothing follows. What they touch stays locked meanwhile.
 * @returns what `look` saw, or the refusal of the first step that has one
 */
export async function rehearse<Seen>(
  db: Queryable,
  asker: Asker,
  steps: readonly Step[],
  look: (tx: Transaction) => Promise<Seen>,
): Promise<Seen | Refusal> {
  const seen: Seen[] = [];
  try {
    await db.transaction(async (tx) => {
      for (const step of steps) await makeStep(tx, asker, step);
      seen.push(await look(tx));
      throw new Rehearsed();
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.refusal;
    if (!(error instanceof Rehearsed)) throw error;
  }
  return seen[0] as Seen;
}
