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
import { createSink } from '@/domain/sinks/create-sink';
import { deleteSink } from '@/domain/sinks/delete-sink';
import { testSink } from '@/domain/sinks/test-sink';
import { updateSink } from '@/domain/sinks/update-sink';

// Arguments come from the network: what is no text is refused by the command.

type Saved = { id: string; name: string };

function placeOf(form: FormData): Record<string, unknown> {
  const kind = textOf(form, 'kind');
  if (kind !== 'syslog') return { kind, url: textOf(form, 'place.url') };
  const ca = optionalTextOf(form, 'place.ca');
  return {
    ...{ kind, host: textOf(form, 'place.host') },
    port: Number(textOf(form, 'place.port').trim() || Number.NaN),
    tls: textOf(form, 'place.tls') !== 'false',
    ...(ca !== undefined && { ca }),
  };
}

const fieldsOf = (form: FormData) => ({
  name: textOf(form, 'name'),
  place: placeOf(form),
  credential: optionalTextOf(form, 'credential') ?? null,
  sources: allTextOf(form, 'sources'),
});

export async function createSinkAction(
  _previous: FormState<Saved>,
  form: FormData,
): Promise<FormState<Saved>> {
  const made = await act(createSink, fieldsOf(form));
  return toFormState(made, ({ id, name }) => ({ id, name }));
}

export async function updateSinkAction(
  sink: string,
  _previous: FormState<Saved>,
  form: FormData,
): Promise<FormState<Saved>> {
  const saved = await act(updateSink, { sink, ...fieldsOf(form) });
  return toFormState(saved, ({ id, name }) => ({ id, name }));
}

export async function setSinkStateAction(sink: string, state: string): Promise<ActionOutcome> {
  return toDone(await act(updateSink, { sink, state }));
}

export async function testSinkAction(sink: string): Promise<ActionOutcome> {
  return toDone(await act(testSink, { sink }));
}

export async function deleteSinkAction(sink: string): Promise<ActionOutcome> {
  return toDone(await act(deleteSink, { sink }));
}
