'use client';

import { useState } from 'react';
import { ConfirmDialog, type ConfirmOutcome } from '@/components/ui/confirm-dialog';
import type { OperationRow } from './operation-row';

/** Confirms that an operation needs no token from now on, or that it needs one again. */
export function OpenOperationDialog(props: {
  operation: OperationRow | undefined;
  onClose: () => void;
  onConfirm: (operation: OperationRow) => Promise<ConfirmOutcome>;
}) {
  // The text stays while the dialog fades out.
  const [last, setLast] = useState(props.operation);
  if (props.operation && props.operation !== last) setLast(props.operation);
  if (!last) return null;
  const { name, isPublic } = last;
  return (
    <ConfirmDialog
      open={props.operation !== undefined}
      onOpenChange={(open) => !open && props.onClose()}
      title={isPublic ? `Require a token for ${name}?` : `Make ${name} public?`}
      confirmLabel={isPublic ? 'Require a token' : 'Make public'}
      tone={isPublic ? 'primary' : 'danger'}
      onConfirm={() => props.onConfirm(last)}
    >
      <p>
        {isPublic
          ? 'Requests without a token that holds it are denied from then on.'
          : 'Anybody can call it at once, without a token. Its requests are recorded all the same.'}
      </p>
    </ConfirmDialog>
  );
}
