import type { z } from 'zod';
import { personActor } from '@/domain/base/actor';
import type { Target } from '@/domain/base/target';
import type { CommandDefinition } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { denialRecorder } from '@/domain/ledger/denial-recorder';
import type { ProviderRow } from './provider-target';
import type { ComeBack } from './redeem-code';
import { receivePerson, type SignOnDoor } from './single-sign-on';
import { isSignOnReason, type SignOnReason } from './sso-facts';

type Received = Extract<Awaited<ReturnType<typeof receivePerson>>, { readonly person: object }>;

/** A way to a provider and back, of somebody who is signed in here, in the session that began it. */
export interface OpenTrip {
  readonly session: string;
  readonly person: { readonly id: string; readonly name: string };
}

/** What a browser came back with, or why it came back with nothing. */
export type Back =
  | ComeBack
  | { readonly failure: SignOnReason; readonly note?: string | undefined };

/**
 * Ends such a way by the command that its traveller alone may run, or records why not.
 * @returns null where it is done
 */
export async function endTrip<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  door: SignOnDoor,
  provider: ProviderRow,
  { person }: OpenTrip,
  back: Back,
  {
    command,
    input,
    otherwise,
  }: {
    readonly command: CommandDefinition<Input, Output, T>;
    readonly input: (received: Received) => object;
    /** What a refusal means that is none of signing on. */
    readonly otherwise: SignOnReason;
  },
): Promise<SignOnReason | null> {
  const deny = async (reason: SignOnReason, note?: string) => {
    const target = { type: 'identity' as const, id: person.id, name: person.name };
    const denial = { actor: personActor(person, []), action: command.operation, target };
    const told = note === undefined ? reason : `${reason}: ${note}`;
    const { request } = door;
    await denialRecorder(door.db).record({ ...denial, request, reason: told }, person.id);
    return reason;
  };
  if ('failure' in back) return deny(back.failure, back.note);
  const received = await receivePerson(door, provider, back);
  if ('failure' in received) return deny(received.failure, received.note);
  const actor = personActor(person, [command.operation]);
  const done = await runCommand(command, { ...door, actor }, input(received));
  if (done.ok) return null;
  return deny(isSignOnReason(done.code) ? done.code : otherwise);
}
