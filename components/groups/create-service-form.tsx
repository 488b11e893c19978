'use client';

import { useRouter } from 'next/navigation';
import { paths } from '@/components/paths';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { ButtonLink } from '@/components/ui/link';
import { NameAndSlug } from '@/components/ui/name-and-slug';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';

/** A new service account of a group; next is its token, where the reader may create one. */
export function CreateServiceForm(props: {
  group: { slug: string; name: string };
  mayMint: boolean;
  create: FormAction<{ id: string; name: string }>;
}) {
  const { group, mayMint } = props;
  const router = useRouter();
  const toast = useToast();
  return (
    <Form
      action={props.create}
      aria-label="Create service account"
      onDone={({ id, name }) => {
        toast.done(`${name} created in ${group.name}`, 'It can do nothing until it has a token.');
        router.push(
          mayMint ? paths.tokenNew({ group: group.slug, identity: id }) : paths.person(id),
        );
      }}
    >
      <Section title="What">
        <div className="flex flex-col gap-4">
          <NameAndSlug hint="Names it in lists, the API and verdicts. It can’t be changed later." />
        </div>
      </Section>
      <FormActions>
        <ButtonLink href={paths.group(group.slug)}>Cancel</ButtonLink>
        <SubmitButton>Create service account</SubmitButton>
      </FormActions>
    </Form>
  );
}
