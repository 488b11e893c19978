'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { RadioGroup } from '@/components/ui/choice';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field, FieldGroup } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'].map(
  (method) => ({ value: method, label: method }),
);

/** Types in one operation: method and path, or a plain action. */
export function AddOperationDialog(props: {
  create: FormAction<{ name: string }>;
  disabledReason: string | undefined;
}) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState('route');
  return (
    <>
      <Button
        icon={<Plus aria-hidden />}
        disabledReason={props.disabledReason}
        onClick={() => setOpen(true)}
      >
        Add operation
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Add operation"
        description="It is granted to nobody until you put it into a scope. Imports leave it alone."
      >
        <Form
          action={props.create}
          onDone={({ name }) => {
            setOpen(false);
            toast.done(`${name} added`, 'Granted to nobody yet.');
            router.refresh();
          }}
        >
          <FieldGroup name="kind" label="Kind">
            <RadioGroup
              name="kind"
              value={kind}
              onValueChange={setKind}
              options={[
                { value: 'route', label: 'Method and path', hint: 'Matched to HTTP requests.' },
                {
                  value: 'action',
                  label: 'Plain action',
                  hint: 'A name your service asks the verifier about.',
                },
              ]}
            />
          </FieldGroup>
          {kind === 'route' && (
            <div className="grid gap-4 sm:grid-cols-[8rem_1fr]">
              <Field name="method" label="Method" required>
                <Select options={methods} />
              </Field>
              <Field name="pathTemplate" label="Path" required>
                <Input mono placeholder="/invoices/{id}" />
              </Field>
            </div>
          )}
          <Field name="name" label="Name" required hint="Unique in this API, like an operationId.">
            <Input mono placeholder={kind === 'route' ? 'getInvoice' : 'invoices.export'} />
          </Field>
          <Field name="summary" label="Summary" optional>
            <Input />
          </Field>
          <FormActions>
            <DialogClose render={<Button>Cancel</Button>} />
            <SubmitButton>Add operation</SubmitButton>
          </FormActions>
        </Form>
      </Dialog>
    </>
  );
}
