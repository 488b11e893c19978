'use server';

import { type ActionOutcome, toDone, toFormState } from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { checkChain } from '@/domain/audit/check-chain';
import { endSession } from '@/domain/sessions/end-session';
import { listSessions } from '@/domain/sessions/list-sessions';

export async function endSessionAction(session: unknown): Promise<ActionOutcome> {
  return toDone(await act(endSession, { session }));
}

/** Ends all one's own sessions but this one. @returns how many */
export async function endOtherSessionsAction(): Promise<ActionOutcome<number>> {
  const actor = await requireActor();
  const own = await ask(listSessions, { identity: actor.id, limit: 200 });
  if (!own.ok) return toFormState(own, () => 0);
  let ended = 0;
  for (const { id } of own.value.items) {
    if (id === actor.via.id) continue;
    const result = await act(endSession, { session: id });
    if (result.ok) ended += 1;
    else if (result.code !== 'session_ended') return toFormState(result, () => 0);
  }
  return { status: 'done', result: ended };
}

export async function checkChainAction() {
  return toFormState(await ask(checkChain, {}), ({ report }) => report);
}
