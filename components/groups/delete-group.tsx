'use client';

import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';

/** Deletes a group in which no token lives, after one confirmation. */
export function DeleteGroup(props: {
  group: { name: string; memberCount: number };
  refusal: string | undefined;
  deleteGroup: () => Promise<ActionOutcome>;
}) {
  const { group, refusal } = props;
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  async function confirm() {
    const outcome = await props.deleteGroup();
    if (outcome.status === 'refused') return outcome;
    toast.done(`${group.name} deleted`);
    router.push(paths.groups());
    return undefined;
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
      <p className="text-muted">
        {refusal ?? 'Memberships and dead tokens go with it. Its history stays in the audit log.'}
      </p>
      <Button
        variant="danger"
        icon={<Trash2 aria-hidden />}
        disabledReason={refusal}
        onClick={() => setOpen(true)}
      >
        Delete group
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${group.name}?`}
        confirmLabel="Delete group"
        onConfirm={confirm}
      >
        <p>
          No living token acts in it.{' '}
          <strong>{formatCount(group.memberCount, 'membership')}</strong> and its dead tokens go
          with it. This can’t be undone.
        </p>
      </ConfirmDialog>
    </div>
  );
}
