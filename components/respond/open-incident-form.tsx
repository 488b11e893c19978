'use client';

import { useRouter } from 'next/navigation';
import { paths } from '@/components/paths';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input, Textarea } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { useToast } from '@/components/ui/toast';

/** Opens an incident; whom it is about goes along unseen, as the heading says it. */
export function OpenIncidentForm(props: {
  title: string;
  about: { kind: string; id: string } | null;
  open: FormAction<{ id: string }>;
}) {
  const router = useRouter();
  const toast = useToast();
  return (
    <Form
      action={props.open}
      onDone={({ id }) => {
        toast.done('The incident is open');
        router.push(paths.incident(id));
      }}
      aria-label="Incident"
      className="max-w-xl"
    >
      <Field name="title" label="What happened?" required>
        <Input defaultValue={props.title} maxLength={200} placeholder="A deploy token leaked" />
      </Field>
      <Field
        name="note"
        label="First note"
        hint="Who told you, where it was seen. No secret: its last four are enough."
        optional
      >
        <Textarea rows={4} maxLength={4_000} />
      </Field>
      {props.about && (
        <>
          <input type="hidden" name="kind" value={props.about.kind} />
          <input type="hidden" name="about" value={props.about.id} />
        </>
      )}
      <FormActions>
        <ButtonLink href={paths.incidents()}>Cancel</ButtonLink>
        <SubmitButton>Open incident</SubmitButton>
      </FormActions>
    </Form>
  );
}
