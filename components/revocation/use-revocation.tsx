'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { isLost, type Refused } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';
import { useLatest } from '@/components/ui/use-latest';
import { changeToken, type TokenChange } from './change-token';
import { ReceiptStatus } from './receipt-status';
import { useSendChange } from './use-send-change';

export type Revocation =
  | { status: 'idle' | 'pending' }
  | Refused
  /** The answer never came: it may have happened or not. */
  | { status: 'lost'; refusal: Refused; change: TokenChange }
  | { status: 'revoked'; seq: number; deadlineMs: number };

/**
 * Revokes one token and takes it back within 30 seconds. Leaving the page or closing the dialog in
 * that time moves the undo into a toast.
 */
export function useRevocation(token: { id: string; name: string }) {
  const [state, setState] = useState<Revocation>({ status: 'idle' });
  const toast = useToast();
  const router = useRouter();
  const { undo } = useSendChange();

  async function send(change: TokenChange) {
    setState({ status: 'pending' });
    const outcome = await change.send();
    if (outcome.status === 'refused') {
      return setState(isLost(outcome) ? { status: 'lost', refusal: outcome, change } : outcome);
    }
    const { seq, undoSeconds = 0 } = outcome.result;
    setState({ status: 'revoked', seq, deadlineMs: Date.now() + undoSeconds * 1_000 });
    router.refresh();
  }
  const takeBack = () => undo(token, () => setState({ status: 'idle' }));

  const latest = useLatest({ state, takeBack });
  useEffect(
    () => () => {
      const { state: last, takeBack: onUndo } = latest.current;
      if (last.status !== 'revoked') return;
      const leftMs = last.deadlineMs - Date.now();
      if (leftMs < 1_000) return;
      toast.undo({
        title: `${token.name} revoked`,
        description: <ReceiptStatus seq={last.seq} />,
        seconds: Math.floor(leftMs / 1_000),
        onUndo,
      });
    },
    [toast, token.name, latest],
  );
  return {
    state,
    revoke: (reason: string) => send(changeToken('revoke', token, reason)),
    /** The same change once more, where its answer was lost. */
    tryAgain: () => (state.status === 'lost' ? send(state.change) : undefined),
    undo: takeBack,
  };
}
