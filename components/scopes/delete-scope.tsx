'use client';

import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog, type ConfirmOutcome } from '@/components/ui/confirm-dialog';
import { useToast } from '@/components/ui/toast';

/** Deletes a scope no group owns, after one confirmation. */
export function DeleteScope(props: {
  name: string;
  /** Where to go when it is gone. */
  after: string;
  deleteScope: () => Promise<ConfirmOutcome>;
  disabledReason: string | undefined;
}) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  async function confirm() {
    const outcome = await props.deleteScope();
    if (outcome?.status === 'done') {
      toast.done(`${props.name} deleted`);
      router.push(props.after);
    }
    return outcome;
  }
  return (
    <>
      <Button
        icon={<Trash2 aria-hidden />}
        disabledReason={props.disabledReason}
        onClick={() => setOpen(true)}
      >
        Delete scope
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${props.name}?`}
        confirmLabel="Delete scope"
        onConfirm={confirm}
      >
        <p>
          No group owns it, so no token loses anything. Its operations stay. This can’t be undone.
        </p>
      </ConfirmDialog>
    </>
  );
}
