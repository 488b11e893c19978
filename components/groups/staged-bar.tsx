'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import type { Refused } from '@/components/ui/form-state';
import { RefusalNotice } from '@/components/ui/refusal-notice';

/** Stays at the foot of the window while edits are staged: what saving does, and the button. */
export function StagedBar(props: {
  sentence: ReactNode;
  /** What the sentence counts, by name. */
  detail?: ReactNode;
  /** What the reader must know before saving, e.g. that it needs an administrator. */
  notice?: ReactNode;
  /** The last save's refusal; the edits are still staged. */
  refusal: Refused | null;
  saveLabel: string;
  saving: boolean;
  disabledReason: string | undefined;
  review?: ReactNode;
  onDiscard: () => void;
  onSave: () => void;
}) {
  return (
    <section
      aria-label="Unsaved edits"
      className="sticky bottom-3 z-20 flex flex-col gap-2.5 rounded-lg border border-line bg-raised px-4 py-3 text-sm shadow-popup"
    >
      {props.refusal && <RefusalNotice refusal={props.refusal} />}
      {props.notice}
      {/* Buttons to the left: toasts come up on the right, and a changing sentence moves nothing. */}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            pending={props.saving}
            disabledReason={props.disabledReason}
            onClick={props.onSave}
          >
            {props.saveLabel}
          </Button>
          {props.review}
          <Button variant="ghost" onClick={props.onDiscard}>
            Discard
          </Button>
        </div>
        <div className="min-w-0 flex-1 basis-64">
          <p role="status" className="font-medium">
            {props.sentence}
          </p>
          {props.detail && <p className="text-muted">{props.detail}</p>}
        </div>
      </div>
    </section>
  );
}
