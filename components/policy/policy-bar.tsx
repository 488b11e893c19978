'use client';

import type { MouseEvent } from 'react';
import type { AskedValue } from '@/components/asking/use-asked-value';
import { Button } from '@/components/ui/button';
import { SubmitButton } from '@/components/ui/form';
import type { Consequences } from '@/domain/tokens/policy-consequences';
import { consequenceWords } from './consequence-words';

/** Stays at the foot of the window while a policy is edited: what saving does, and the buttons. */
export function PolicyBar(props: {
  isTouched: boolean;
  /** A length of time is missing. */
  isIncomplete: boolean;
  preview: AskedValue<Consequences>;
  onReview: () => void;
  onSave: (event: MouseEvent) => void;
  onDiscard: () => void;
}) {
  const { isTouched, preview } = props;
  const known = preview.status === 'answered' ? preview.answer : null;
  const stops = known ? known.nowCount + known.laterCount : 0;
  return (
    <section
      aria-label="Unsaved edits"
      className={
        isTouched
          ? 'sticky bottom-3 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-raised px-4 py-3 text-sm shadow-popup'
          : 'flex flex-wrap justify-end pt-2'
      }
    >
      <div className="flex flex-wrap gap-2">
        <SubmitButton disabledReason={reasonAgainst(props)} onClick={props.onSave}>
          Save policy
        </SubmitButton>
        {stops > 0 && <Button onClick={props.onReview}>Review tokens</Button>}
        {isTouched && (
          <Button variant="ghost" onClick={props.onDiscard}>
            Discard
          </Button>
        )}
      </div>
      {isTouched && (
        <p
          role="status"
          className={`min-w-0 flex-1 basis-64 font-medium ${known && known.nowCount > 0 ? 'text-danger' : ''}`}
        >
          {sentence(props)}
        </p>
      )}
    </section>
  );
}

type Facts = Pick<Parameters<typeof PolicyBar>[0], 'isTouched' | 'isIncomplete' | 'preview'>;

function sentence({ isIncomplete, preview }: Facts): string {
  if (isIncomplete) return 'A length of time is missing';
  if (preview.status === 'answered') return consequenceWords(preview.answer);
  if (preview.status === 'refused') return preview.message;
  if (preview.status === 'lost') return 'Which tokens it touches cannot be worked out right now';
  if (preview.status === 'idle') return 'No limit has changed';
  return 'Working out which tokens it touches';
}

function reasonAgainst({ isTouched, preview }: Facts): string | undefined {
  if (!isTouched) return 'Nothing has changed';
  return preview.status === 'asking' ? 'Working out which tokens it touches' : undefined;
}
