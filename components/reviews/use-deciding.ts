'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { attempt } from '@/components/ui/attempt';
import { isLost } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';
import type { Decision } from '@/domain/reviews/review-facts';
import type { Decide } from './decide-dialog';
import { type Choice, type EntryRow, nextWaiting } from './entry-row';
import { membershipsIn } from './review-words';

const SAID: Readonly<Record<Decision, string>> = {
  keep: 'to keep',
  end: 'to end',
  shorten: 'to end sooner',
};

/**
 * What the reader looks at and is about to decide. Walking, the next that waits for them follows each
 * decision, until the page has no more.
 */
export function useDeciding(rows: readonly EntryRow[], decide: Decide) {
  const router = useRouter();
  const toast = useToast();
  const [lookedId, setLookedId] = useState<string | null>(null);
  const [walking, setWalking] = useState(false);
  const [choice, setChoice] = useState<Choice | null>(null);
  const [pending, setPending] = useState(false);
  const looked = choice ? null : (rows.find(({ id }) => id === lookedId) ?? null);
  const next = walking && lookedId !== null ? nextWaiting(rows, lookedId) : null;

  const look = useCallback((row: EntryRow) => {
    setWalking(false);
    setLookedId(row.id);
  }, []);
  const ask = (decision: Decision, chosen: readonly EntryRow[]) =>
    setChoice({ decision, rows: chosen });
  function done(count: number, { decision }: Choice) {
    setChoice(null);
    setLookedId(next?.id ?? null);
    // On a phone it would lie over the buttons of the next one, which says enough.
    if (!next) {
      setWalking(false);
      toast.done(`${membershipsIn(count)} ${SAID[decision]}`);
    }
    router.refresh();
  }
  async function say(row: EntryRow, decision: 'keep' | null) {
    setPending(true);
    const outcome = await attempt('it was decided', () => decide({ entries: [row.id], decision }));
    setPending(false);
    if (outcome.status === 'refused') {
      toast.refused(decision ? 'Not decided' : 'Not taken back', outcome);
      if (!isLost(outcome)) router.refresh();
    } else if (decision) done(outcome.result, { decision, rows: [row] });
    else {
      toast.done('Undecided again');
      router.refresh();
    }
  }
  return {
    ...{ looked, choice, pending, look, ask, done },
    close: () => setLookedId(null),
    /** Back to the evidence, where it was asked from there. */
    cancel: () => setChoice(null),
    walk(row: EntryRow) {
      setWalking(true);
      setLookedId(row.id);
    },
    skip: next && (() => setLookedId(next.id)),
    /** Of the one that is looked at: keeping asks nothing more. */
    choose(decision: Decision) {
      if (!looked || pending) return;
      if (decision === 'keep') void say(looked, decision);
      else ask(decision, [looked]);
    },
    takeBack: (row: EntryRow) => void say(row, null),
  };
}
