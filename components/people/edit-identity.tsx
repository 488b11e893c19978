'use client';

import { PenLine } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { EmailInput, Input } from '@/components/ui/input';
import { useToast } from '@/components/ui/toast';
import type { IdentityView } from '@/domain/identities/identity-view';

/** Changes a name, and of a person the email. */
export function EditIdentity(props: {
  identity: Pick<IdentityView, 'name' | 'email' | 'type'>;
  refusal: string | undefined;
  update: FormAction;
}) {
  const { identity } = props;
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        icon={<PenLine aria-hidden />}
        disabledReason={props.refusal}
        onClick={() => setOpen(true)}
      >
        Edit
      </Button>
      <Dialog open={open} onOpenChange={setOpen} size="small" title={`Edit ${identity.name}`}>
        <Form
          action={props.update}
          onDone={() => {
            setOpen(false);
            toast.done('Saved');
            router.refresh();
          }}
        >
          <Field name="name" label="Name" required>
            <Input defaultValue={identity.name} />
          </Field>
          {identity.type === 'person' && (
            <Field
              name="email"
              label="Email"
              required
              hint="They sign in with the new one from then on."
            >
              <EmailInput defaultValue={identity.email ?? ''} />
            </Field>
          )}
          <FormActions>
            <DialogClose render={<Button>Cancel</Button>} />
            <SubmitButton>Save</SubmitButton>
          </FormActions>
        </Form>
      </Dialog>
    </>
  );
}
