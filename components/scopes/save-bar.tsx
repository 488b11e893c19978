'use client';

import { useState } from 'react';
import { TouchedTokens } from '@/components/access/touched-tokens';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/form';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { ChangeList } from './change-list';
import { type ScopeChange, scopePreviewQuestion } from './scope-change';
import type { ScopeOperation } from './scope-operation';

/** Stays at the foot of the window: what saving would do, the list of it, and the button. */
export function SaveBar(props: {
  change: ScopeChange;
  summary: string | null;
  renamed: boolean;
  isNew: boolean;
  /** Null for one that is not saved yet. */
  scopeId: string | null;
  selected: ReadonlySet<string>;
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
        <div className="flex flex-col gap-4">
          <ChangeList change={change} operations={props.operations} />
          {props.scopeId && <Followers scopeId={props.scopeId} selected={props.selected} />}
        </div>
      </Dialog>
    </div>
  );
}

/** The tokens that saving would reach, asked for as the list of changes is opened. */
function Followers(props: { scopeId: string; selected: ReadonlySet<string> }) {
  const wanted = { scope: props.scopeId, operations: [...props.selected] };
  const preview = useAskedValue(scopePreviewQuestion, wanted);
  if (preview.status === 'answered') return <TouchedTokens touched={preview.answer} />;
  if (preview.status === 'refused') return <RefusalNotice refusal={preview} />;
  if (preview.status === 'lost') {
    return (
      <p role="alert" className="text-sm">
        Which tokens follow is not known: no answer came.{' '}
        <Button size="small" onClick={preview.again}>
          Ask again
        </Button>
      </p>
    );
  }
  return (
    <p role="status" className="text-sm text-muted">
      Looking for the tokens that follow…
    </p>
  );
}

function sentence(props: {
  summary: string | null;
  renamed: boolean;
  isNew: boolean;
  selected: ReadonlySet<string>;
}) {
  if (props.isNew) {
    return props.selected.size === 0
      ? 'No operations selected'
      : `${formatCount(props.selected.size, 'operation')} · opens nothing until a group owns it`;
  }
  if (props.summary !== null) return props.summary;
  return props.renamed ? 'Name or description changed' : 'No changes';
}
