'use client';

import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/form';
import { ChangeList } from './change-list';
import type { ScopeChange } from './scope-change';
import type { ScopeOperation } from './scope-operation';

/** Stays at the foot of the window: what saving would do, the list of it, and the button. */
export function SaveBar(props: {
  change: ScopeChange;
  summary: string | null;
  renamed: boolean;
  isNew: boolean;
  selectedCount: number;
  operations: readonly ScopeOperation[];
  onReset: () => void;
}) {
  const { change, summary, isNew } = props;
  const [reviewing, setReviewing] = useState(false);
  const unchanged = summary === null && !props.renamed && !isNew;
  return (
    <div className="sticky bottom-3 z-20 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg bg-raised px-4 py-2.5 text-sm shadow-popup">
      <p role="status" className="min-w-0 flex-1 basis-36 font-medium">
        {sentence(props)}
      </p>
      {!isNew && summary !== null && (
        <>
          <Button variant="ghost" onClick={props.onReset}>
            Undo changes
          </Button>
          <Button onClick={() => setReviewing(true)}>Review</Button>
        </>
      )}
      <SubmitButton disabledReason={unchanged ? 'Nothing has changed' : undefined}>
        {isNew ? 'Create scope' : 'Save scope'}
      </SubmitButton>
      <Dialog
        open={reviewing}
        onOpenChange={setReviewing}
        size="large"
        title="What saving changes"
        description={summary}
      >
        <ChangeList change={change} operations={props.operations} />
      </Dialog>
    </div>
  );
}

function sentence(props: {
  summary: string | null;
  renamed: boolean;
  isNew: boolean;
  selectedCount: number;
}) {
  if (props.isNew) {
    return props.selectedCount === 0
      ? 'No operations selected'
      : `${formatCount(props.selectedCount, 'operation')} · opens nothing until a group owns it`;
  }
  if (props.summary !== null) return props.summary;
  return props.renamed ? 'Name or description changed' : 'No changes';
}
