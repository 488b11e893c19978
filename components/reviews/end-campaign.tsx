'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';

/** Ends what opens reviews; one that is open goes on. */
export function EndCampaign(props: {
  name: string;
  refusal: string | undefined;
  end: () => Promise<ActionOutcome>;
}) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const toast = useToast();
  return (
    <>
      <Button variant="danger" disabledReason={props.refusal} onClick={() => setOpen(true)}>
        End campaign
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`End ${props.name}?`}
        confirmLabel="End campaign"
        onConfirm={async () => {
          const outcome = await props.end();
          if (outcome.status === 'refused') return outcome;
          setOpen(false);
          toast.done(`${props.name} has ended`);
          router.refresh();
          return undefined;
        }}
      >
        <p>No further review opens. One that is open goes on to its deadline.</p>
      </ConfirmDialog>
    </>
  );
}
