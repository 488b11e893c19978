'use server';

import {
  type ActionOutcome,
  optionalTextOf,
  textOf,
  toDone,
  toFormState,
} from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { FormState } from '@/components/ui/form-state';
import { addIncidentNote } from '@/domain/incidents/add-note';
import { attachEvidence } from '@/domain/incidents/attach-evidence';
import { closeIncident } from '@/domain/incidents/close-incident';
import { openIncident } from '@/domain/incidents/open-incident';

// Arguments come from the network: the commands refuse what is not meant.

export async function openIncidentAction(
  _previous: FormState<{ id: string }>,
  form: FormData,
): Promise<ActionOutcome<{ id: string }>> {
  const kind = optionalTextOf(form, 'kind');
  const input = {
    title: textOf(form, 'title'),
    note: optionalTextOf(form, 'note'),
    ...(kind && { about: { [kind]: textOf(form, 'about') } }),
  };
  return toFormState(await act(openIncident, input), ({ id }) => ({ id }));
}

export async function addNoteAction(
  incident: string,
  _previous: FormState,
  form: FormData,
): Promise<ActionOutcome> {
  return toDone(await act(addIncidentNote, { incident, note: textOf(form, 'note') }));
}

export async function attachAction(incident: string, events: number[]): Promise<ActionOutcome> {
  return toDone(await act(attachEvidence, { incident, events }));
}

export async function closeAction(
  incident: string,
  _previous: FormState,
  form: FormData,
): Promise<ActionOutcome> {
  return toDone(await act(closeIncident, { incident, summary: textOf(form, 'summary') }));
}
