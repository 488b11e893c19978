'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';

export function DeleteProvider(props: {
  name: string;
  refusal: string | undefined;
  remove: () => Promise<ActionOutcome>;
}) {
  const toast = useToast();
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  async function remove() {
    const outcome = await props.remove();
    if (outcome.status === 'done') {
      toast.done(`${props.name} is deleted`);
      router.push(paths.settings('single-sign-on'));
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
        The memberships it gave end with their tokens, and so do the sessions opened with it.
      </ConfirmDialog>
    </>
  );
}
