'use server';

import { optionalTextOf, textOf, toDone, toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { ActionOutcome, FormState } from '@/components/ui/form-state';
import { clearFactors } from '@/domain/factors/clear-factors';
import { createIdentity } from '@/domain/identities/create-identity';
import { handOverService } from '@/domain/identities/hand-over-service';
import { renameSelf } from '@/domain/identities/rename-self';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { revokeInvitation } from '@/domain/identities/revoke-invitation';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { updateIdentity } from '@/domain/identities/update-identity';
import { inviteIdentity } from '@/domain/setup/invite-identity';

type Created = { id: string; name: string };

export async function createIdentityAction(
  _previous: FormState<Created>,
  form: FormData,
): Promise<FormState<Created>> {
  const input = {
    type: textOf(form, 'type'),
    name: textOf(form, 'name'),
    email: optionalTextOf(form, 'email'),
    slug: optionalTextOf(form, 'slug'),
  };
  return toFormState(await act(createIdentity, input), ({ id, name }) => ({ id, name }));
}

export async function updateIdentityAction(
  identity: string,
  _previous: FormState,
  form: FormData,
): Promise<FormState> {
  const email = form.has('email') ? textOf(form, 'email') : undefined;
  return toDone(await act(updateIdentity, { identity, name: textOf(form, 'name'), email }));
}

export async function renameSelfAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toDone(await act(renameSelf, { name: textOf(form, 'name') }));
}

export async function revokeInvitationAction(identity: string): Promise<ActionOutcome> {
  return toDone(await act(revokeInvitation, { identity }));
}

export async function handOverServiceAction(
  identity: string,
  _previous: FormState,
  form: FormData,
): Promise<FormState> {
  return toDone(await act(handOverService, { identity, group: textOf(form, 'group') }));
}

export async function inviteIdentityAction(
  identity: string,
): Promise<ActionOutcome<{ secret: string }>> {
  return toFormState(await act(inviteIdentity, { identity }), ({ secret }) => ({ secret }));
}

export async function clearFactorsAction(identity: string): Promise<ActionOutcome> {
  return toDone(await act(clearFactors, { identity }));
}

export async function suspendIdentityAction(identity: string): Promise<ActionOutcome> {
  return toDone(await act(suspendIdentity, { identity }));
}

export async function resumeIdentityAction(identity: string): Promise<ActionOutcome> {
  return toDone(await act(resumeIdentity, { identity }));
}
