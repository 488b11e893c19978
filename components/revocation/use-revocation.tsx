'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useLatest } from '@/components/ui/use-latest';
import { type Change, type Named, prepareChange, type Settled, settle } from './change';
import { useChanges } from './use-changes';

export type Revocation = { status: 'idle' | 'pending' } | Settled;

const UNDO_WORTH_MS = 1_000;

/**
 * Revokes one token where it is shown, and takes it back while there is time. Leaving the page or
 * closing the dialog in that time moves receipts and undo into a toast.
 */
export function useRevocation(token: Named) {
  const [state, setState] = useState<Revocation>({ status: 'idle' });
  const router = useRouter();
  const { undo, tell } = useChanges();

  async function send(change: Change) {
    setState({ status: 'pending' });
    const settled = await settle(change);
    setState(settled);
    if (settled.status === 'done') router.refresh();
  }

  const last = useLatest({ state, tell });
  useEffect(
    () => () => {
      const { state: left, tell: tellLatest } = last.current;
      if (left.status !== 'done' || left.undoUntilMs - Date.now() < UNDO_WORTH_MS) return;
      tellLatest(left);
    },
    [last],
  );
  return {
    state,
    revoke: (reason: string) => send(prepareChange('revoke', token, { reason })),
    /** With what it was rotated into or out of, and is alive. */
    revokeFamily: (reason: string) => send(prepareChange('revokeFamily', token, { reason })),
    /** The same change once more, where its answer was lost. */
    tryAgain: () => (state.status === 'lost' ? send(state.change) : undefined),
    async undo() {
      const family = (state.status === 'done' && state.changed.family) || [token.id];
      const onDone = () => setState({ status: 'idle' });
      for (const id of family) await undo({ id, name: token.name }, onDone);
    },
  };
}
