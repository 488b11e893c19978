'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { isLost } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';
import { type Changed, type ChangeKind, changeToken, type TokenChange } from './change-token';

const NOT_DONE: Record<ChangeKind, string> = {
  revoke: 'was not revoked',
  undoRevoke: 'stays revoked',
  suspend: 'was not suspended',
  resume: 'was not resumed',
};

/**
 * Sends a change and tells in a toast what went wrong; where the answer was lost, the toast offers
 * another try of the same change.
 */
export function useSendChange() {
  const toast = useToast();
  const router = useRouter();
  return useMemo(() => {
    async function send(change: TokenChange, onDone: (changed: Changed) => void): Promise<void> {
      const outcome = await change.send();
      if (outcome.status === 'done') {
        onDone(outcome.result);
        router.refresh();
        return;
      }
      if (!isLost(outcome)) {
        toast.refused(`${change.token.name} ${NOT_DONE[change.kind]}`, outcome);
        router.refresh();
        return;
      }
      // No refresh: with the connection gone it would replace the page by the browser's own.
      toast.show({
        tone: 'danger',
        title: 'No answer from Keyward',
        description: outcome.message,
        action: { label: 'Try again', onSelect: () => send(change, onDone) },
        durationMs: 0,
      });
    }
    /** Takes a revocation back, and says so. */
    function undo(token: { id: string; name: string }, onDone?: () => void): Promise<void> {
      return send(changeToken('undoRevoke', token), () => {
        toast.done(`${token.name} works as before`);
        onDone?.();
      });
    }
    return { send, undo };
  }, [toast, router]);
}
