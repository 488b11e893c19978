'use client';

import { formatCount } from '@/components/format/format';
import { ConfirmDialog, type ConfirmOutcome } from '@/components/ui/confirm-dialog';
import { useLingering } from '@/components/ui/use-lingering';
import type { OperationRow } from './operation-row';

type OperationDialogProps = {
  /** Asked about; undefined closes the dialog. */
  operation: OperationRow | undefined;
  onClose: () => void;
  onConfirm: (operation: OperationRow) => Promise<ConfirmOutcome>;
};

/** Confirms that an operation needs no token from now on, or that it needs one again. */
export function OpenOperationDialog(props: OperationDialogProps) {
  const operation = useLingering(props.operation);
  if (!operation) return null;
  const { name, isPublic } = operation;
  return (
    <ConfirmDialog
      open={props.operation !== undefined}
      onOpenChange={(open) => !open && props.onClose()}
      title={isPublic ? `Require a token for ${name}?` : `Make ${name} public?`}
      confirmLabel={isPublic ? 'Require a token' : 'Make public'}
      tone={isPublic ? 'primary' : 'danger'}
      onConfirm={() => props.onConfirm(operation)}
    >
      <p>
        {isPublic
          ? 'Requests without a token that holds it are denied from then on.'
          : 'Anybody can call it at once, without a token. Its requests are recorded all the same.'}
      </p>
    </ConfirmDialog>
  );
}

/** Confirms a deletion, naming the scopes and groups that lose the operation. */
export function DeleteOperationDialog(props: OperationDialogProps) {
  const operation = useLingering(props.operation);
  if (!operation) return null;
  return (
    <ConfirmDialog
      open={props.operation !== undefined}
      onOpenChange={(open) => !open && props.onClose()}
      title={`Delete ${operation.name}?`}
      confirmLabel="Delete operation"
      onConfirm={() => props.onConfirm(operation)}
    >
      <Consequence operation={operation} />
      <p hidden={operation.source !== 'document'}>
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
