'use client';

import { useMemo } from 'react';
import { changeToken } from '@/components/revocation/change-token';
import { ReceiptStatus } from '@/components/revocation/receipt-status';
import { useSendChange } from '@/components/revocation/use-send-change';
import { useToast } from '@/components/ui/toast';

type Named = { id: string; name: string };

/** Revoke, suspend and resume one token at once, with the way back in a toast. */
export function useTokenActions() {
  const toast = useToast();
  const { send, undo } = useSendChange();
  return useMemo(() => {
    function revoke(token: Named) {
      return send(changeToken('revoke', token), ({ seq, undoSeconds }) =>
        toast.undo({
          title: `${token.name} revoked`,
          description: <ReceiptStatus seq={seq} />,
          seconds: Math.ceil(undoSeconds ?? 0),
          onUndo: () => undo(token),
        }),
      );
    }
    function resume(token: Named) {
      return send(changeToken('resume', token), () => toast.done(`${token.name} resumed`));
    }
    function suspend(token: Named) {
      return send(changeToken('suspend', token), ({ seq }) =>
        toast.show({
          tone: 'ok',
          title: `${token.name} suspended`,
          description: <ReceiptStatus seq={seq} />,
          action: { label: 'Resume', onSelect: () => resume(token) },
          durationMs: 12_000,
        }),
      );
    }
    return { revoke, suspend, resume };
  }, [send, undo, toast]);
}
