'use client';

import { Snowflake, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { formatCount } from '@/components/format/format';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { type ActionOutcome, isLost } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';

/** Stops a whole group after one confirmation, or lets it work again. */
export function FreezeGroup(props: {
  group: { name: string; state: 'active' | 'frozen'; liveTokenCount: number; memberCount: number };
  refusal: string | undefined;
  freeze: () => Promise<ActionOutcome<{ seq: number }>>;
  unfreeze: () => Promise<ActionOutcome>;
}) {
  const { group } = props;
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [pending, startTransition] = useTransition();
  const tokens = formatCount(group.liveTokenCount, 'living token');

  async function freeze() {
    const outcome = await props.freeze();
    if (outcome.status === 'refused') return outcome;
    toast.done(`${group.name} is frozen`, `${tokens} stopped.`);
    router.refresh();
    return undefined;
  }
  function unfreeze() {
    if (pending) return;
    startTransition(async () => {
      const outcome = await attempt(`${group.name} was unfrozen`, props.unfreeze);
      if (outcome.status === 'refused') toast.refused(`${group.name} is still frozen`, outcome);
      else toast.done(`${group.name} is active`, `${tokens} work again.`);
      if (!isLost(outcome)) router.refresh();
    });
  }
  if (group.state === 'frozen') {
    return (
      <Button
        icon={<Sun aria-hidden />}
        pending={pending}
        disabledReason={props.refusal}
        onClick={unfreeze}
      >
        Unfreeze
      </Button>
    );
  }
  return (
    <>
      <Button
        icon={<Snowflake aria-hidden />}
        disabledReason={props.refusal}
        onClick={() => setOpen(true)}
      >
        Freeze
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Freeze ${group.name}?`}
        confirmLabel="Freeze group"
        onConfirm={freeze}
      >
        <p>
          <strong>{tokens}</strong> {group.liveTokenCount === 1 ? 'stops' : 'stop'} at once, and{' '}
          <strong>{formatCount(group.memberCount, 'member')}</strong> lose what the group gives
          them. Unfreezing lets all of it work again.
        </p>
      </ConfirmDialog>
    </>
  );
}
