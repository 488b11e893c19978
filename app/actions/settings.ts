'use server';

import { type ActionOutcome, textOf, toDone, toFormState } from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import { requireActor, sessionContext } from '@/app/server/session';
import { readPolicy } from '@/components/policy/read-policy';
import type { FormState } from '@/components/ui/form-state';
import { configureAnomalies } from '@/domain/anomalies/configure-anomalies';
import { isRefusal } from '@/domain/base/refusal';
import { setLeakPolicy } from '@/domain/leaks/leak-policy';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';
import { changeOwnPassword } from '@/domain/sessions/change-password';
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

/** @returns how many other sessions ended with the old password */
export async function changePasswordAction(
  _previous: FormState<number>,
  form: FormData,
): Promise<ActionOutcome<number>> {
  const password = textOf(form, 'password');
  if (password !== textOf(form, 'passwordAgain')) {
    const message = 'The two passwords differ.';
    const errors = [{ path: 'passwordAgain', message }];
    return { status: 'refused', code: 'invalid_input', message, errors };
  }
  const context = await sessionContext();
  const result = isRefusal(context)
    ? context
    : await changeOwnPassword(context, { current: textOf(form, 'current'), password });
  return toFormState(result, ({ endedSessions }) => endedSessions);
}

export async function setCeilingsAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toDone(await act(setOrganisationPolicy, { policy: readPolicy(form) }));
}

export async function setLeakPolicyAction(
  _previous: FormState,
  form: FormData,
): Promise<FormState> {
  return toDone(await act(setLeakPolicy, { onReport: textOf(form, 'onReport') }));
}

export async function configureAnomaliesAction(
  _previous: FormState,
  form: FormData,
): Promise<FormState> {
  const [isOn, number] = [
    (name: string) => form.get(name) === 'on',
    (name: string) => Number(textOf(form, name) || Number.NaN),
  ];
  return toDone(
    await act(configureAnomalies, {
      tellsNewNetworks: isOn('tellsNewNetworks'),
      historyDays: number('historyDays'),
      tellsDeniedSpikes: isOn('tellsDeniedSpikes'),
      spikeMinimum: number('spikeMinimum'),
      spikeFactor: number('spikeFactor'),
      tellsStoppedUses: isOn('tellsStoppedUses'),
      tellsSpread: isOn('tellsSpread'),
      spreadNetworks: number('spreadNetworks'),
      spreadMinutes: number('spreadMinutes'),
      quietDays: number('quietDays'),
    }),
  );
}
