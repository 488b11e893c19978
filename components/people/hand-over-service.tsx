'use client';

import { ArrowRightLeft } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import type { IdentityView } from '@/domain/identities/identity-view';

/** Gives a service account to another of its groups, whose leads manage it from then on. */
export function HandOverService(props: {
  service: Pick<IdentityView, 'name' | 'groups' | 'owner'>;
  refusal: string | undefined;
  handOver: FormAction;
}) {
  const { service } = props;
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const others = service.groups.filter(({ id }) => id !== service.owner?.id);
  const nobody = others.length === 0 ? `${service.name} is in no other group` : undefined;
  return (
    <>
      <Button
        icon={<ArrowRightLeft aria-hidden />}
        disabledReason={props.refusal ?? nobody}
        onClick={() => setOpen(true)}
      >
        Hand over
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        size="small"
        title={`Hand ${service.name} over`}
        description={`Its tokens go on working. ${service.owner ? `The leads of ${service.owner.name} don’t manage it any more.` : 'It belongs to no group yet.'}`}
      >
        <Form
          action={props.handOver}
          onDone={() => {
            setOpen(false);
            toast.done(`${service.name} is handed over`);
            router.refresh();
          }}
        >
          <Field name="group" label="To the leads of" required>
            <Select
              placeholder="Choose a group"
              options={others.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Field>
          <FormActions>
            <DialogClose render={<Button>Cancel</Button>} />
            <SubmitButton>Hand over</SubmitButton>
          </FormActions>
        </Form>
      </Dialog>
    </>
  );
}
