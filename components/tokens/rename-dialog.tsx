'use client';

import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import { Input } from '@/components/ui/input';
import { useToast } from '@/components/ui/toast';
import type { TokenActions } from './token-actions';

/** Renames a token; open while there is one. */
export function RenameDialog(props: {
  token: { id: string; name: string } | null;
  rename: TokenActions['rename'];
  onClose: () => void;
}) {
  const { token, onClose } = props;
  const toast = useToast();
  const router = useRouter();
  return (
    <Dialog
      open={token !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      size="small"
      title="Rename token"
      description="What it opens stays the same; the log keeps the old name where it stands."
    >
      {token && (
        <Form
          action={props.rename}
          onDone={() => {
            onClose();
            toast.done('Token renamed');
            router.refresh();
          }}
        >
          <input type="hidden" name="token" value={token.id} />
          <Field name="name" label="Name" required>
            <Input
              autoFocus
              defaultValue={token.name}
              maxLength={120}
              onFocus={(event) => event.target.select()}
            />
          </Field>
          <FormActions>
            <DialogClose render={<Button>Cancel</Button>} />
            <SubmitButton>Rename</SubmitButton>
          </FormActions>
        </Form>
      )}
    </Dialog>
  );
}
