'use client';

import { useState, useTransition } from 'react';
import type { ActionOutcome } from '@/components/ui/form-state';

type Refused = Extract<ActionOutcome, { status: 'refused' }>;

const LOST: Refused = {
  status: 'refused',
  code: 'no_answer',
  message: 'Keyward did not answer, so it is not known whether this was saved. Try again.',
};

/** Runs a save without losing what is staged: a refusal or a lost connection is kept for the bar. */
export function useStagedSave<Result>(onSaved: (result: Result) => void) {
  const [saving, startSaving] = useTransition();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  function save(run: () => Promise<ActionOutcome<Result>>) {
    if (saving) return;
    setRefusal(null);
    startSaving(async () => {
      const outcome = await run().catch((cause: unknown) => {
        console.error(new Error('The edits could not be saved', { cause }));
        return LOST;
      });
      // After an await a transition must be named again; so what is staged goes in the same moment
      // as the refreshed page comes, and the old state never shows in between.
      startSaving(() => {
        if (outcome.status === 'refused') setRefusal(outcome);
        else onSaved(outcome.result);
      });
    });
  }
  return { saving, refusal, save, clearRefusal: () => setRefusal(null) };
}
