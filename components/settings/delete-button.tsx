'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';

/** Deletes what a page is about, after one confirmation, and leads to the list it was in. */
export function DeleteButton(props: {
  name: string;
  refusal: string | undefined;
  /** Where to go when it is gone. */
  after: string;
  remove: () => Promise<ActionOutcome>;
  /** What goes with it, and what stays. */
  children: ReactNode;
}) {
  const toast = useToast();
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  async function remove() {
    const outcome = await props.remove();
    if (outcome.status === 'done') {
      toast.done(`${props.name} is deleted`);
      router.push(props.after);
      router.refresh();
    }
    return outcome;
  }
  return (
    <>
      <Button variant="danger" disabledReason={props.refusal} onClick={() => setIsAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Delete ${props.name}?`}
        confirmLabel="Delete"
        tone="danger"
        onConfirm={remove}
      >
        {props.children}
      </ConfirmDialog>
    </>
  );
}
