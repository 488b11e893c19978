'use client';

import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { ConfirmDialog, type ConfirmOutcome } from '@/components/ui/confirm-dialog';
import type { OperationRow } from './operation-row';

/** Confirms a deletion, naming the scopes and groups that lose the operation. */
export function DeleteOperationDialog(props: {
  operation: OperationRow | undefined;
  onClose: () => void;
  onConfirm: (operation: OperationRow) => Promise<ConfirmOutcome>;
}) {
  // The text stays while the dialog fades out.
  const [last, setLast] = useState(props.operation);
  if (props.operation && props.operation !== last) setLast(props.operation);
  if (!last) return null;
  return (
    <ConfirmDialog
      open={props.operation !== undefined}
      onOpenChange={(open) => !open && props.onClose()}
      title={`Delete ${last.name}?`}
      confirmLabel="Delete operation"
      onConfirm={() => props.onConfirm(last)}
    >
      <Consequence operation={last} />
      <p hidden={last.source !== 'document'}>
        The next import brings it back if the document still has it, granted to nobody.
      </p>
    </ConfirmDialog>
  );
}

function Consequence({ operation }: { operation: OperationRow }) {
  const { scopes, groupCount } = operation;
  if (scopes.length === 0) return <p>No scope holds it, so no token loses anything.</p>;
  const names = scopes.map((scope) => scope.name);
  const shown = names.slice(0, 5).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return (
    <p>
      {scopes.length === 1 ? 'The scope ' : 'The scopes '}
      <strong className="font-mono">{shown}</strong>
      {more} {scopes.length === 1 ? 'loses' : 'lose'} it at once
      {groupCount ? (
        <>
          , and with {scopes.length === 1 ? 'it' : 'them'} every token of{' '}
          <strong>{formatCount(groupCount, 'group')}</strong>
        </>
      ) : (
        ''
      )}
      . Requests to it are denied from then on.
    </p>
  );
}
