'use client';

import { useRouter } from 'next/navigation';
import { paths } from '@/components/paths';
import type { PolicyCeilings } from '@/components/policy/ceiling-words';
import { PolicyFields } from '@/components/policy/policy-fields';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { NameAndSlug } from '@/components/ui/name-and-slug';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';
import type { Policy } from '@/domain/groups/policy';

/** A new group: what it is called, and the limits on its tokens. Members and scopes come next. */
export function CreateGroupForm(props: {
  create: FormAction<{ slug: string; name: string }>;
  policy: Policy;
  /** Undefined where the reader may not know them. */
  ceilings: PolicyCeilings | undefined;
}) {
  const router = useRouter();
  const toast = useToast();
  return (
    <Form
      action={props.create}
      aria-label="Create group"
      onDone={({ slug, name }) => {
        toast.done(`${name} created`, 'It opens nothing yet. Choose its scopes, then add members.');
        router.push(paths.group(slug, 'scopes'));
      }}
    >
      <Section title="About">
        <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
          <NameAndSlug hint="Names it in addresses, the API and verdicts. It can’t be changed later." />
          <Field name="description" label="Description" optional className="md:col-span-2">
            <Input placeholder="What its members do, so that others know whom to add" />
          </Field>
        </div>
      </Section>
      <Section title="Policy" description="Limits on every token that acts in this group.">
        <PolicyFields policy={props.policy} ceilings={props.ceilings} controlsKeyward={false} />
      </Section>
      <FormActions>
        <ButtonLink href={paths.groups()}>Cancel</ButtonLink>
        <SubmitButton>Create group</SubmitButton>
      </FormActions>
    </Form>
  );
}
