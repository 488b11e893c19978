'use server';

import {
  type ActionOutcome,
  allTextOf,
  textOf,
  toDone,
  toFormState,
} from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import type { FormState } from '@/components/ui/form-state';
import { createDestination } from '@/domain/destinations/create-destination';
import { deleteDestination } from '@/domain/destinations/delete-destination';
import { dryRunDestination } from '@/domain/destinations/dry-run';
import { testDestination } from '@/domain/destinations/test-destination';
import { updateDestination } from '@/domain/destinations/update-destination';

// Arguments come from the network: what is no text is refused by the command.

type Saved = { id: string; name: string };

/** Fields of the place that were filled in, without their `place.`. */
function placeOf(form: FormData): Record<string, unknown> {
  const given = [...form.keys()]
    .filter((name) => name.startsWith('place.'))
    .map((name) => [name.slice('place.'.length), textOf(form, name).trim()] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => [name, name === 'protected' ? text === 'true' : text]);
  return { kind: textOf(form, 'kind'), ...Object.fromEntries(given) };
}

const fieldsOf = (form: FormData) => ({
  name: textOf(form, 'name'),
  place: placeOf(form),
  credential: textOf(form, 'credential'),
  groups: allTextOf(form, 'groups').filter(Boolean),
});

export async function createDestinationAction(
  _previous: FormState<Saved>,
  form: FormData,
): Promise<FormState<Saved>> {
  const made = await act(createDestination, fieldsOf(form));
  return toFormState(made, ({ id, name }) => ({ id, name }));
}

export async function updateDestinationAction(
  destination: string,
  _previous: FormState<Saved>,
  form: FormData,
): Promise<FormState<Saved>> {
  const saved = await act(updateDestination, { destination, ...fieldsOf(form) });
  return toFormState(saved, ({ id, name }) => ({ id, name }));
}

export async function deleteDestinationAction(destination: string): Promise<ActionOutcome> {
  return toDone(await act(deleteDestination, { destination }));
}

export async function testDestinationAction(destination: string): Promise<ActionOutcome> {
  return toDone(await act(testDestination, { destination }));
}

type Writes = { writes: { method: string; url: string; writes: string }[]; credential: string };

export async function dryRunAction(
  destination: string,
  _previous: FormState<Writes>,
  form: FormData,
): Promise<FormState<Writes>> {
  return toFormState(
    await ask(dryRunDestination, { destination, secretName: textOf(form, 'secretName') }),
  );
}
