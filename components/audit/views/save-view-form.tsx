'use client';

import { Checkbox } from '@/components/ui/choice';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { useToast } from '@/components/ui/toast';
import { asQuery, type View } from '../query/edit-query';

export type SaveView = FormAction<string>;

/** Keeps what is shown now under a name, for oneself or for everybody. */
export function SaveViewForm(props: { view: View; save: SaveView; onSaved: () => void }) {
  const toast = useToast();
  const q = asQuery(props.view);
  if (q === '') {
    return <p className="text-xs text-muted">Ask for something, and it can be saved as a view.</p>;
  }
  return (
    <Form
      aria-label="Save this view"
      action={props.save}
      onDone={(name) => {
        toast.done(`${name} is saved`);
        props.onSaved();
      }}
      className="gap-2 border-t border-line pt-3"
    >
      <input type="hidden" name="q" value={q} />
      <Field name="name" label="Save what is shown as" required>
        <Input maxLength={80} placeholder="Odd hours" />
      </Field>
      <Checkbox name="isShared" label="Everybody sees it among theirs" />
      <FormActions>
        <SubmitButton>Save view</SubmitButton>
      </FormActions>
    </Form>
  );
}
