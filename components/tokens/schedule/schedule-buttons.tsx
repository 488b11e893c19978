'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';
import { useAct } from '@/components/ui/use-act';

/** Rotates now, ahead of the schedule, and takes the token off it. */
export function ScheduleButtons(props: {
  name: string;
  isSet: boolean;
  isUnderWay: boolean;
  startRefusal: string | undefined;
  stopRefusal: string | undefined;
  start: () => Promise<ActionOutcome>;
  stop: () => Promise<ActionOutcome>;
}) {
  const toast = useToast();
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const { pending, run } = useAct(props.start, {
    lost: 'the rotation was planned',
    done: 'The rotation is planned',
    refused: 'Not rotated',
  });
  if (!props.isSet) return null;
  async function stop() {
    const outcome = await props.stop();
    if (outcome.status === 'done') {
      toast.done(`${props.name} is off its schedule`);
      router.refresh();
    }
    return outcome;
  }
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      <Button
        pending={pending}
        disabledReason={
          props.startRefusal ?? (props.isUnderWay ? 'A rotation is under way.' : undefined)
        }
        onClick={run}
      >
        Rotate now
      </Button>
      <Button variant="danger" disabledReason={props.stopRefusal} onClick={() => setIsAsking(true)}>
        Stop schedule
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Stop the schedule of ${props.name}?`}
        confirmLabel="Stop schedule"
        tone="danger"
        onConfirm={stop}
      >
        It is no longer rotated in time and ends when it expires. A rotation that has begun is
        finished.
      </ConfirmDialog>
    </div>
  );
}
