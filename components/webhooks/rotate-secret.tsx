'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { RadioGroup } from '@/components/ui/choice';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { FieldGroup } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import type { ShownSecret } from './shown-secret';
import { useSecret } from './use-secret';
import { WebhookSecret } from './webhook-secret';

/** Asks how long the old secret signs as well, makes a new one, and shows it once. */
export function RotateSecret(props: {
  name: string;
  refusal: string | undefined;
  /** The secret before still signs: it will sign no more. */
  hasPrevious: boolean;
  rotate: FormAction<ShownSecret>;
}) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const [shown, setShown] = useState<ShownSecret | null>(null);
  const rotate = useSecret(props.rotate, (made) => {
    setIsAsking(false);
    setShown(made);
  });
  return (
    <>
      <Button disabledReason={props.refusal} onClick={() => setIsAsking(true)}>
        Rotate secret
      </Button>
      <Dialog
        open={isAsking && shown === null}
        onOpenChange={setIsAsking}
        size="small"
        title={`Rotate the secret of ${props.name}`}
        description="Makes a new secret, which is shown once."
      >
        <Form action={rotate} aria-label="Rotate secret">
          {props.hasPrevious && (
            <p className="text-sm">
              Two secrets sign now. The older of them stops at once: two at most are ever alive.
            </p>
          )}
          <FieldGroup name="overlapSeconds" label="Messages bear the old signature too">
            <RadioGroup
              name="overlapSeconds"
              defaultValue="86400"
              options={[
                { value: '86400', label: 'For a day' },
                { value: '604800', label: 'For a week' },
                {
                  value: '0',
                  label: 'Not at all: it has leaked',
                  hint: 'The receiver refuses messages until it has the new one; they are tried again.',
                },
              ]}
            />
          </FieldGroup>
          <FormActions>
            <DialogClose render={<Button>Cancel</Button>} />
            <SubmitButton>Rotate secret</SubmitButton>
          </FormActions>
        </Form>
      </Dialog>
      <WebhookSecret
        shown={shown}
        title={`New secret of ${props.name}`}
        onClose={() => {
          setShown(null);
          router.refresh();
        }}
      />
    </>
  );
}
