'use client';

import { type FormEvent, useState } from 'react';
import { dayOf, endOfDay } from '@/components/format/end-date';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { FormActions } from '@/components/ui/form';
import { Input } from '@/components/ui/input';

/** Stages an end date for one or more memberships, or takes it away. */
export function EndDateDialog(props: {
  /** Whose; null closes the dialog. */
  whose: string | null;
  expiresAt: string | null;
  onSet: (expiresAt: string | null) => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      open={props.whose !== null}
      onOpenChange={(open) => !open && props.onClose()}
      size="small"
      title={`End date of ${props.whose ?? ''}`}
      description="Membership and tokens stop at the end of that day, your time."
    >
      <EndDateForm {...props} />
    </Dialog>
  );
}

function EndDateForm(props: Parameters<typeof EndDateDialog>[0]) {
  const [day, setDay] = useState(dayOf(props.expiresAt));
  const expiresAt = endOfDay(day);
  const wrong = day !== '' && (expiresAt === null || Date.parse(expiresAt) <= Date.now());
  function submit(event: FormEvent) {
    event.preventDefault();
    if (wrong) return;
    props.onSet(expiresAt);
    props.onClose();
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field
        name="until"
        label="Until"
        hint="Empty for no end date."
        error={wrong ? 'This day has passed.' : undefined}
      >
        <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
      </Field>
      <FormActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <Button type="submit" variant="primary">
          Stage end date
        </Button>
      </FormActions>
    </form>
  );
}
