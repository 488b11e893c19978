'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { attempt } from '@/components/ui/attempt';
import { type ActionOutcome, isLost } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';

/** Asks for a rotation's next move once at a time, and tells what came of it. */
export function useAsk(
  ask: () => Promise<ActionOutcome>,
  words: { done: string; refused: string },
) {
  const toast = useToast();
  const router = useRouter();
  const [pending, setPending] = useState(false);
  async function run() {
    setPending(true);
    const outcome = await attempt(words.done, ask);
    setPending(false);
    if (outcome.status === 'refused') toast.refused(words.refused, outcome);
    if (outcome.status === 'done') toast.done(words.done);
    if (!isLost(outcome)) router.refresh();
  }
  return { pending, run };
}
