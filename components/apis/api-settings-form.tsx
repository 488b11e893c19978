'use client';

import { useRouter } from 'next/navigation';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { useToast } from '@/components/ui/toast';
import { AddressFields } from './api-fields';

/** Name, hosts and base paths; the slug stays. */
export function ApiSettingsForm(props: {
  api: { name: string; hosts: string[]; basePaths: string[]; ignoresTrailingSlash: boolean };
  update: FormAction;
  disabledReason: string | undefined;
}) {
  const { api, disabledReason } = props;
  const router = useRouter();
  const toast = useToast();
  const readOnly = disabledReason !== undefined;
  return (
    <Form
      aria-label="Name and address"
      className="max-w-xl"
      action={props.update}
      onDone={() => {
        toast.done('API saved');
        router.refresh();
      }}
    >
      <Field name="name" label="Name" required>
        <Input defaultValue={api.name} readOnly={readOnly} />
      </Field>
      <AddressFields
        hosts={api.hosts}
        basePaths={api.basePaths}
        ignoresTrailingSlash={api.ignoresTrailingSlash}
        readOnly={readOnly}
      />
      <FormActions>
        <SubmitButton disabledReason={disabledReason}>Save</SubmitButton>
      </FormActions>
    </Form>
  );
}
