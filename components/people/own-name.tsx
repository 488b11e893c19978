'use client';

import { useRouter } from 'next/navigation';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';

/** One's own name, as lists, tokens and the log show it from then on. */
export function OwnName(props: { name: string; rename: FormAction }) {
  const router = useRouter();
  const toast = useToast();
  return (
    <Section
      title="Your name"
      description="What the log says already keeps the name you had. An administrator changes your email."
    >
      <Form
        action={props.rename}
        aria-label="Your name"
        onDone={() => {
          toast.done('Your name is saved');
          router.refresh();
        }}
      >
        <Field name="name" label="Name" required>
          <Input defaultValue={props.name} autoComplete="name" />
        </Field>
        <FormActions>
          <SubmitButton>Save name</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
