'use server';

import { textOf, toDone, toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import { readPolicy } from '@/components/policy/read-policy';
import type { ActionOutcome, FormState } from '@/components/ui/form-state';
import { createService } from '@/domain/effects/create-service';
import { createGroup } from '@/domain/groups/create-group';
import { deleteGroup } from '@/domain/groups/delete-group';
import { updateGroup } from '@/domain/groups/update-group';

type Created = { slug: string; name: string };

export async function createGroupAction(
  _previous: FormState<Created>,
  form: FormData,
): Promise<FormState<Created>> {
  const input = {
    name: textOf(form, 'name'),
    slug: textOf(form, 'slug').trim(),
    description: textOf(form, 'description'),
    policy: readPolicy(form),
  };
  return toFormState(await act(createGroup, input), ({ slug, name }) => ({ slug, name }));
}

export async function updateGroupAction(
  group: string,
  _previous: FormState,
  form: FormData,
): Promise<FormState> {
  const input = {
    group,
    name: textOf(form, 'name'),
    description: textOf(form, 'description'),
    policy: readPolicy(form),
  };
  return toDone(await act(updateGroup, input));
}

export async function deleteGroupAction(group: string): Promise<ActionOutcome> {
  return toDone(await act(deleteGroup, { group }));
}

export async function createServiceAction(
  group: string,
  _previous: FormState<{ id: string; name: string }>,
  form: FormData,
): Promise<FormState<{ id: string; name: string }>> {
  const input = { group, name: textOf(form, 'name'), slug: textOf(form, 'slug').trim() };
  return toFormState(await act(createService, input), ({ id, name }) => ({ id, name }));
}
