'use server';

import { optionalTextOf, toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { Offboarded } from '@/components/people/offboard-form';
import type { FormState } from '@/components/ui/form-state';
import { offboardIdentity } from '@/domain/effects/offboard-identity';

export async function offboardAction(
  identity: string,
  _previous: FormState<Offboarded>,
  form: FormData,
): Promise<FormState<Offboarded>> {
  const textsOf = (field: string) =>
    form.getAll(field).filter((value) => typeof value === 'string');
  const leads = textsOf('leadGroup').flatMap((group) => {
    const successor = optionalTextOf(form, `leads.${group}`);
    return successor ? [{ group, identity: successor }] : [];
  });
  const services = textsOf('service').flatMap((id) => {
    const group = optionalTextOf(form, `services.${id}`);
    return group && group !== optionalTextOf(form, `owner.${id}`) ? [{ identity: id, group }] : [];
  });
  const reason = optionalTextOf(form, 'reason');
  const input = { identity, reason, alsoRevoke: textsOf('alsoRevoke'), leads, services };
  const state = await toFormState(await act(offboardIdentity, input), (done) => ({
    revokedTokens: done.revokedTokens,
    endedSessions: done.endedSessions,
    left: done.left.map(({ name }) => name),
    keptByProvider: done.keptByProvider.map(({ name }) => name),
    handedOver: [
      ...done.newLeads.map(({ group, identity: { name } }) => `${name} leads ${group.name}`),
      ...done.newOwners.map(({ group, identity: { name } }) => `${name} belongs to ${group.name}`),
    ],
  }));
  if (state.status !== 'refused' || !state.errors) return state;
  // What was left empty was not sent: the third line that was filled in may be the fifth shown.
  const ids = {
    leads: leads.map(({ group }) => group),
    services: services.map((of) => of.identity),
  };
  const errors = state.errors.map(({ path, message }) => {
    const [list = '', index] = path.split('.');
    const id = list in ids ? ids[list as keyof typeof ids][Number(index)] : undefined;
    return { path: id ? `${list}.${id}` : path, message };
  });
  return { ...state, errors };
}
