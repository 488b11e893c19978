'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { NameAndSlug } from '@/components/ui/name-and-slug';
import { AddressFields } from './api-fields';

/** The button and its dialog; leads on to the import. */
export function CreateApiDialog(props: {
  create: FormAction<{ slug: string; name: string }>;
  disabledReason?: string | undefined;
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="primary"
        icon={<Plus aria-hidden />}
        disabledReason={props.disabledReason}
        onClick={() => setOpen(true)}
      >
        Create API
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Create API"
        description="Next you import its operations from an OpenAPI document."
      >
        <Form
          action={props.create}
          onDone={({ slug }) => {
            setOpen(false);
            router.push(paths.apiImport(slug));
          }}
        >
          <NameAndSlug hint="Names it in addresses, scopes and requests to the verifier. It can’t be changed later." />
          <AddressFields />
          <FormActions>
            <DialogClose render={<Button>Cancel</Button>} />
            <SubmitButton>Create API</SubmitButton>
          </FormActions>
        </Form>
      </Dialog>
    </>
  );
}
