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
import type { ShownSecret } from '@/components/webhooks/shown-secret';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { deleteWebhook } from '@/domain/webhooks/delete-webhook';
import { replayDelivery } from '@/domain/webhooks/replay-delivery';
import { rotateWebhookSecret } from '@/domain/webhooks/rotate-secret';
import { testWebhook } from '@/domain/webhooks/test-webhook';
import { updateWebhook } from '@/domain/webhooks/update-webhook';

// Arguments come from the network: what is no text is refused by the command.

const fieldsOf = (form: FormData) => ({
  url: textOf(form, 'url').trim(),
  topics: textOf(form, 'told') === 'every' ? ['*'] : allTextOf(form, 'topics').filter(Boolean),
  groups: allTextOf(form, 'groups').filter(Boolean),
  outcome: optionalTextOf(form, 'outcome') ?? null,
});

/** A repeated call with the same key and input gets the same webhook and secret. */
export async function createWebhookAction(
  _previous: FormState<ShownSecret>,
  form: FormData,
): Promise<FormState<ShownSecret>> {
  const name = optionalTextOf(form, 'name');
  const input = { ...fieldsOf(form), ...(name !== undefined && { name }) };
  const made = await act(createWebhook, input, optionalTextOf(form, 'idempotencyKey'));
  return toFormState(made, ({ webhook: { id, name }, secret }) => ({
    ...{ id, name, secret, previousUntil: null },
  }));
}

export async function updateWebhookAction(
  webhook: string,
  _previous: FormState<{ id: string; name: string }>,
  form: FormData,
): Promise<FormState<{ id: string; name: string }>> {
  const input = { webhook, name: textOf(form, 'name'), ...fieldsOf(form) };
  return toFormState(await act(updateWebhook, input), ({ id, name }) => ({ id, name }));
}

/** A repeated call with the same key and input gets the same secret. */
export async function rotateSecretAction(
  webhook: string,
  _previous: FormState<ShownSecret>,
  form: FormData,
): Promise<FormState<ShownSecret>> {
  const input = { webhook, overlapSeconds: Number(textOf(form, 'overlapSeconds')) };
  const made = await act(rotateWebhookSecret, input, optionalTextOf(form, 'idempotencyKey'));
  return toFormState(made, ({ webhook: { id, name, previousSecretUntil }, secret }) => ({
    ...{ id, name, secret, previousUntil: previousSecretUntil },
  }));
}

export async function setWebhookStateAction(
  webhook: string,
  state: unknown,
): Promise<ActionOutcome> {
  return toDone(await act(updateWebhook, { webhook, state }));
}

export async function deleteWebhookAction(webhook: string): Promise<ActionOutcome> {
  return toDone(await act(deleteWebhook, { webhook }));
}

export async function testWebhookAction(webhook: string): Promise<ActionOutcome> {
  return toDone(await act(testWebhook, { webhook }));
}

export async function replayDeliveryAction(
  webhook: string,
  delivery: string,
): Promise<ActionOutcome> {
  return toDone(await act(replayDelivery, { webhook, delivery }));
}
