'use client';

import { useState, useTransition } from 'react';
import { attempt } from '@/components/ui/attempt';
import type { ActionOutcome, Refused } from '@/components/ui/form-state';

/**
 * Runs a save without losing what is staged: a refusal or a lost connection is kept for the bar.
 * `isSafe` holds while everything staged is saved and only the refreshed page is awaited.
 */
export function useStagedSave<Result>(onSaved: (result: Result) => void) {
  const [saving, startSaving] = useTransition();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const [isSafe, setIsSafe] = useState(false);
  function save(run: () => Promise<ActionOutcome<Result>>) {
    if (saving) return;
    setRefusal(null);
    startSaving(async () => {
      const outcome = await attempt('this was saved', run);
      // At once, not with the refreshed page: from here on nobody loses anything by leaving.
      setIsSafe(outcome.status !== 'refused' || 'staged' in outcome);
      // After an await a transition must be named again; so what is staged goes in the same moment
      // as the refreshed page comes, and the old state never shows in between.
      startSaving(() => {
        setIsSafe(false);
        if (outcome.status === 'refused') setRefusal(outcome);
        else onSaved(outcome.result);
      });
    });
  }
  return { saving, isSafe, refusal, save, clearRefusal: () => setRefusal(null) };
}
