'use server';

import {
  type ActionOutcome,
  allTextOf,
  optionalTextOf,
  textOf,
  toDone,
  toFormState,
} from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { FormState } from '@/components/ui/form-state';
import { approveRequest } from '@/domain/requests/approve-request';
import { createRequest } from '@/domain/requests/create-request';
import { denyRequest, withdrawRequest } from '@/domain/requests/deny-request';

/** @returns the id of the request */
export async function askForAccessAction(
  _previous: FormState<string>,
  form: FormData,
): Promise<ActionOutcome<string>> {
  const group = optionalTextOf(form, 'group');
  const asked = await act(createRequest, {
    ...(group && { group }),
    operations: allTextOf(form, 'operations'),
    reason: textOf(form, 'reason'),
    until: optionalTextOf(form, 'until') ?? null,
  });
  return toFormState(asked, ({ id }) => id);
}

/** An empty date is said as none: the wished one was in the form. */
export async function approveAction(
  request: string,
  _previous: FormState,
  form: FormData,
): Promise<ActionOutcome> {
  const until = form.has('until') ? { until: optionalTextOf(form, 'until') ?? null } : {};
  const reason = optionalTextOf(form, 'reason');
  return toDone(await act(approveRequest, { request, ...until, ...(reason && { reason }) }));
}

export async function denyAction(
  request: string,
  _previous: FormState,
  form: FormData,
): Promise<ActionOutcome> {
  return toDone(await act(denyRequest, { request, reason: textOf(form, 'reason') }));
}

export async function withdrawAction(request: string): Promise<ActionOutcome> {
  return toDone(await act(withdrawRequest, { request }));
}
