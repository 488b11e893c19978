'use server';

import { linesOf, optionalNumberOf, textOf, toDone, toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { ActionOutcome, FormState } from '@/components/ui/form-state';
import { createGroup } from '@/domain/groups/create-group';
import { deleteGroup } from '@/domain/groups/delete-group';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
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
    policy: policyInput(form),
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
    policy: policyInput(form),
  };
  return toDone(await act(updateGroup, input));
}

export async function freezeGroupAction(group: string): Promise<ActionOutcome<{ seq: number }>> {
  return toFormState(await act(freezeGroup, { group }), (_value, seq) => ({ seq }));
}

export async function unfreezeGroupAction(group: string): Promise<ActionOutcome> {
  return toDone(await act(unfreezeGroup, { group }));
}

export async function deleteGroupAction(group: string): Promise<ActionOutcome> {
  return toDone(await act(deleteGroup, { group }));
}

/** The controls of `PolicyFields` as the commands take them; what is wrong is theirs to say. */
function policyInput(form: FormData) {
  return {
    maxTtlSeconds: optionalNumberOf(form, 'policy.maxTtlSeconds'),
    defaultTtlSeconds: optionalNumberOf(form, 'policy.defaultTtlSeconds'),
    idleLimitSeconds: optionalNumberOf(form, 'policy.idleLimitSeconds') ?? null,
    rotationOverlapSeconds: optionalNumberOf(form, 'policy.rotationOverlapSeconds'),
    allowedCidrs: linesOf(form, 'policy.allowedCidrs'),
    whoMayMint: textOf(form, 'policy.whoMayMint'),
  };
}
