'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { DeleteButton } from '@/components/settings/delete-button';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';
import { useAct } from '@/components/ui/use-act';

type Act = () => Promise<ActionOutcome>;

/** Enables a webhook. */
export function EnableWebhook(props: { name: string; refusal: string | undefined; enable: Act }) {
  const { pending, run } = useAct(props.enable, {
    lost: 'the webhook was enabled',
    done: `${props.name} is enabled`,
    refused: 'Not enabled',
  });
  return (
    <Button disabledReason={props.refusal} pending={pending} onClick={run}>
      Enable
    </Button>
  );
}

/** Asks once, for what waits is then given up. */
export function DisableWebhook(props: {
  name: string;
  waiting: number;
  refusal: string | undefined;
  disable: Act;
}) {
  const toast = useToast();
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  async function disable() {
    const outcome = await props.disable();
    if (outcome.status === 'done') {
      toast.done(`${props.name} is disabled`);
      router.refresh();
    }
    return outcome;
  }
  return (
    <>
      <Button disabledReason={props.refusal} onClick={() => setIsAsking(true)}>
        Disable
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Disable ${props.name}?`}
        confirmLabel="Disable"
        tone="danger"
        onConfirm={disable}
      >
        It is told of no change until it is enabled again, nor of those in between.{' '}
        {props.waiting > 0 &&
          `${formatCount(props.waiting, 'message')} that ${props.waiting === 1 ? 'waits counts' : 'wait count'} as failed, and can be replayed.`}
      </ConfirmDialog>
    </>
  );
}

export function DeleteWebhook(props: {
  name: string;
  waiting: number;
  refusal: string | undefined;
  remove: Act;
}) {
  const { waiting, ...button } = props;
  return (
    <DeleteButton {...button} after={paths.settings('webhooks')}>
      Nothing more is sent to it. Its secret and its log of deliveries go with it
      {waiting > 0 && `, and ${formatCount(waiting, 'message')} not sent yet`}. The log of changes
      keeps every event.
    </DeleteButton>
  );
}

/** Sends a message again. */
export function ReplayDelivery(props: { refusal: string | undefined; replay: Act }) {
  const { pending, run } = useAct(props.replay, {
    lost: 'the message was planned again',
    done: 'The message is sent again',
    refused: 'Not replayed',
  });
  return (
    <Button disabledReason={props.refusal} pending={pending} onClick={run}>
      Replay
    </Button>
  );
}
