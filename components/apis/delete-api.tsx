'use client';

import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { ConfirmDialog, type ConfirmOutcome } from '@/components/ui/confirm-dialog';
import { useToast } from '@/components/ui/toast';

/** Deletes an API no group uses, after one confirmation. */
export function DeleteApi(props: {
  api: { name: string; operations: number; scopes: number };
  deleteApi: () => Promise<ConfirmOutcome>;
  disabledReason: string | undefined;
}) {
  const { api } = props;
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  async function confirm() {
    const outcome = await props.deleteApi();
    if (outcome?.status === 'done') {
      toast.done(`${api.name} deleted`);
      router.push(paths.apis());
    }
    return outcome;
  }
  const parts = `${formatCount(api.operations, 'operation')} and ${formatCount(api.scopes, 'scope')}`;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
      <p className="text-muted">
        {props.disabledReason ?? `Its ${parts} go with it. Its history stays in the audit log.`}
      </p>
      <Button
        variant="danger"
        icon={<Trash2 aria-hidden />}
        disabledReason={props.disabledReason}
        onClick={() => setOpen(true)}
      >
        Delete API
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${api.name}?`}
        confirmLabel="Delete API"
        onConfirm={confirm}
      >
        <p>
          <strong>{parts}</strong> go with it. No group owns any of them, so no token loses
          anything. This can’t be undone.
        </p>
      </ConfirmDialog>
    </div>
  );
}
