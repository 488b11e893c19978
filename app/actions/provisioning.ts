'use server';

import { textOf, toFormState } from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import type { FormState } from '@/components/ui/form-state';
import { previewPushedMappings } from '@/domain/scim/preview-mappings';
import { setPushedMappings } from '@/domain/scim/set-mappings';

// Arguments come from the network: what is no text is refused by the command.

/** The lines of the form, in their order. */
function mappingsOf(form: FormData) {
  const indexes = [...form.keys()].flatMap(
    (name) => /^mappings\.(\d{1,3})\.group$/.exec(name)?.[1] ?? [],
  );
  return indexes.map((index) => ({
    group: textOf(form, `mappings.${index}.group`),
    role: textOf(form, `mappings.${index}.role`) as 'member' | 'lead',
  }));
}

const MAX_NAMED = 5;

export async function previewPushedAction(pushed: string, form: FormData) {
  const seen = await ask(previewPushedMappings, { pushed, mappings: mappingsOf(form) });
  return toFormState(seen, ({ joins, ends, joining, ending, kept }) => {
    const named = (lines: typeof joins) =>
      lines.slice(0, MAX_NAMED).map(({ identity, group }) => `${identity.name} in ${group.name}`);
    return { joining, ending, kept, joins: named(joins), ends: named(ends) };
  });
}

type Saved = { joined: number; ended: number };

export async function setPushedMappingsAction(
  pushed: string,
  _previous: FormState<Saved>,
  form: FormData,
): Promise<FormState<Saved>> {
  const saved = await act(setPushedMappings, { pushed, mappings: mappingsOf(form) });
  return toFormState(saved, ({ joined, ended }) => ({ joined, ended }));
}
