'use server';

import {
  isOn,
  linesOf,
  optionalTextOf,
  textOf,
  toDone,
  toFormState,
} from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { ConfirmOutcome } from '@/components/ui/confirm-dialog';
import type { FormState } from '@/components/ui/form-state';
import { createApi } from '@/domain/apis/create-api';
import { createOperation } from '@/domain/apis/create-operation';
import { deleteApi } from '@/domain/apis/delete-api';
import { deleteOperation } from '@/domain/apis/delete-operation';
import { updateApi } from '@/domain/apis/update-api';
import { updateOperation } from '@/domain/apis/update-operation';

type Created = { slug: string; name: string };

const addressOf = (form: FormData) => ({
  name: textOf(form, 'name'),
  hosts: linesOf(form, 'hosts'),
  basePaths: linesOf(form, 'basePaths'),
  ignoresTrailingSlash: isOn(form, 'ignoresTrailingSlash'),
});

export async function createApiAction(
  _previous: FormState<Created>,
  form: FormData,
): Promise<FormState<Created>> {
  const input = { slug: textOf(form, 'slug').trim(), ...addressOf(form) };
  return toFormState(await act(createApi, input), ({ slug, name }) => ({ slug, name }));
}

export async function updateApiAction(
  api: string,
  _previous: FormState,
  form: FormData,
): Promise<FormState> {
  return toDone(await act(updateApi, { api, ...addressOf(form) }));
}

export async function deleteApiAction(api: string): Promise<ConfirmOutcome> {
  return toDone(await act(deleteApi, { api }));
}

export async function createOperationAction(
  api: string,
  _previous: FormState<{ name: string }>,
  form: FormData,
): Promise<FormState<{ name: string }>> {
  const input = {
    api,
    name: textOf(form, 'name').trim(),
    method: optionalTextOf(form, 'method'),
    pathTemplate: optionalTextOf(form, 'pathTemplate'),
    summary: textOf(form, 'summary'),
  };
  return toFormState(await act(createOperation, input), ({ name }) => ({ name }));
}

export async function openOperationAction(
  api: string,
  operation: string,
  isPublic: boolean,
): Promise<ConfirmOutcome> {
  return toDone(await act(updateOperation, { api, operation, isPublic }));
}

export async function deleteOperationAction(
  api: string,
  operation: string,
): Promise<ConfirmOutcome> {
  return toDone(await act(deleteOperation, { api, operation }));
}
