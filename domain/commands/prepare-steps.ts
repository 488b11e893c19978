import type { Queryable } from '@/db/client';
import type { Actor } from '@/domain/base/actor';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { authorize } from './authorize';
import type { Step } from './define';
import { parseInput } from './parse-input';

/** At a time: what commands prepare mostly waits for others. */
const AT_ONCE = 20;

interface Preparing {
  readonly db: Queryable;
  readonly actor: Actor;
  readonly webhookPrivateHosts: readonly string[];
}

/** What was prepared, by what it was asked for. */
export type PreparedSteps = ReadonlyMap<string, { readonly value: unknown }>;

/**
 * Prepares what the commands of these steps would prepare if each was asked for alone, before the
 * transaction that makes them. As there, nothing is prepared for who has no right to it.
 * @returns what there is for `withPrepared`, or the first refusal in the words of its step
 */
export async function prepareSteps(
  asked: Preparing,
  steps: readonly Step[],
): Promise<PreparedSteps | Refusal> {
  const preparing = steps.filter(({ command }) => command.prepare);
  const prepared = new Map<string, { value: unknown }>();
  for (let start = 0; start < preparing.length; start += AT_ONCE) {
    const some = preparing.slice(start, start + AT_ONCE);
    const values = await Promise.all(some.map((step) => prepareStep(asked, step)));
    for (const [index, step] of some.entries()) {
      const value = values[index];
      if (isRefusal(value)) return step.explain?.(value) ?? value;
      if (value) prepared.set(keyOf(step), value);
    }
  }
  return prepared;
}

async function prepareStep(
  { db, actor, webhookPrivateHosts }: Preparing,
  { command, input: rawInput }: Step,
): Promise<{ value: unknown } | Refusal | null> {
  const input = parseInput(command, rawInput);
  if (isRefusal(input)) return input;
  const target: Target | Refusal = await command.target({ db, actor, input });
  // What the runner refuses, and records, once it makes the step.
  if (isRefusal(target) || isRefusal(authorize(command, actor, target))) return null;
  const value: unknown = await command.prepare?.({ db, actor, input, target, webhookPrivateHosts });
  return isRefusal(value) ? value : { value };
}

/** The steps with what was prepared for them; those that were not among them are left as they are. */
export const withPrepared = (steps: readonly Step[], prepared: PreparedSteps): Step[] =>
  steps.map((step) => {
    const value = step.command.prepare && prepared.get(keyOf(step));
    return value ? { ...step, prepared: value } : step;
  });

/** For who looks at what the steps would do, without the right to have them prepared. */
export const asPrepared = (steps: readonly Step[]): Step[] =>
  steps.map((step) => ({ prepared: { value: undefined }, ...step }));

const keyOf = ({ command, input }: Step): string => JSON.stringify([command.operation, input]);
