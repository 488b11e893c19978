'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useToast } from '@/components/ui/toast';
import { useLatest } from '@/components/ui/use-latest';
import { ReceiptStatus } from './receipt-status';
import type { IncidentActions } from './token-match';

const undoMs = 30_000;

export type Revocation =
  | { status: 'idle' | 'pending' }
  | { status: 'refused'; code: string; message: string }
  | { status: 'revoked'; seq: number; deadlineMs: number };

/**
 * Revokes one token and takes it back within 30 seconds. Leaving the page or closing the dialog in
 * that time moves the undo into a toast.
 */
export function useRevocation(
  token: { id: string; name: string },
  actions: Omit<IncidentActions, 'lookup'>,
) {
  const [state, setState] = useState<Revocation>({ status: 'idle' });
  const toast = useToast();
  const router = useRouter();

  async function revoke(reason: string) {
    setState({ status: 'pending' });
    const outcome = await actions.revoke(token.id, reason);
    if (outcome.status === 'refused') return setState(outcome);
    const { seq } = outcome.result;
    setState({ status: 'revoked', seq, deadlineMs: Date.now() + undoMs });
    router.refresh();
  }

  async function undo() {
    const outcome = await actions.undoRevoke(token.id);
    if (outcome.status === 'refused') {
      toast.failed(`${token.name} stays revoked`, outcome.message);
      return;
    }
    setState({ status: 'idle' });
    toast.done(`${token.name} works again`);
    router.refresh();
  }

  const latest = useLatest({ state, undo, receipts: actions.receipts });
  useEffect(
    () => () => {
      const { state: last, undo: takeBack, receipts } = latest.current;
      if (last.status !== 'revoked') return;
      const leftMs = last.deadlineMs - Date.now();
      if (leftMs < 1_000) return;
      toast.undo({
        title: `${token.name} revoked`,
        description: <ReceiptStatus seq={last.seq} receipts={receipts} />,
        seconds: Math.floor(leftMs / 1_000),
        onUndo: takeBack,
      });
    },
    [toast, token.name, latest],
  );
  return { state, revoke, undo };
}
