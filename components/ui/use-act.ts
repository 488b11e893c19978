'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { attempt } from './attempt';
import { type ActionOutcome, isLost } from './form-state';
import { useToast } from './toast';

/**
 * What a button does that asks nothing first: acts once at a time, tells what came of it, and shows the
 * page as it is then.
 * @param words `lost`: what is not known without an answer, as in “the test was sent” · `done`, with a
 * `detail`: left out where the page itself shows it
 */
export function useAct<Result>(
  act: () => Promise<ActionOutcome<Result>>,
  words: { lost: string; refused: string; done?: string; detail?: string },
) {
  const toast = useToast();
  const router = useRouter();
  const [pending, setPending] = useState(false);
  async function run() {
    setPending(true);
    const outcome = await attempt(words.lost, act);
    setPending(false);
    if (outcome.status === 'refused') toast.refused(words.refused, outcome);
    else if (words.done !== undefined) toast.done(words.done, words.detail);
    if (!isLost(outcome)) router.refresh();
  }
  return { pending, run };
}
