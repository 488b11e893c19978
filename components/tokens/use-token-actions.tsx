'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { ReceiptStatus } from '@/components/respond/receipt-status';
import { useToast } from '@/components/ui/toast';
import type { TokenActions } from './token-actions';

type Named = { id: string; name: string };

const unreachable =
  'The server did not answer. It may have happened or not: reload to see, then try again.';

/** Revoke, suspend and resume one token at once, with the way back in a toast. */
export function useTokenActions(actions: TokenActions) {
  const toast = useToast();
  const router = useRouter();
  return useMemo(() => {
    async function attempt<Result extends { status: string }>(
      title: string,
      work: () => Promise<Result>,
    ): Promise<Result | undefined> {
      try {
        return await work();
      } catch (cause) {
        console.error(new Error(title, { cause }));
        toast.failed(title, unreachable);
        return undefined;
      }
    }

    async function undo({ id, name }: Named) {
      const title = `${name} stays revoked`;
      const outcome = await attempt(title, () => actions.undoRevoke(id));
      if (outcome?.status === 'refused') toast.failed(title, outcome.message);
      else if (outcome) toast.done(`${name} works as before`);
      router.refresh();
    }

    async function revoke(token: Named) {
      const title = `${token.name} was not revoked`;
      const outcome = await attempt(title, () => actions.revoke(token.id, ''));
      if (outcome?.status === 'refused') toast.failed(title, outcome.message);
      if (outcome?.status === 'done') {
        toast.undo({
          title: `${token.name} revoked`,
          description: <ReceiptStatus seq={outcome.result.seq} receipts={actions.receipts} />,
          onUndo: () => undo(token),
        });
      }
      router.refresh();
    }

    async function resume({ id, name }: Named) {
      const title = `${name} was not resumed`;
      const outcome = await attempt(title, () => actions.resume(id));
      if (outcome?.status === 'refused') toast.failed(title, outcome.message);
      else if (outcome) toast.done(`${name} resumed`);
      router.refresh();
    }

    async function suspend(token: Named) {
      const title = `${token.name} was not suspended`;
      const outcome = await attempt(title, () => actions.suspend(token.id, ''));
      if (outcome?.status === 'refused') toast.failed(title, outcome.message);
      if (outcome?.status === 'done') {
        toast.show({
          tone: 'ok',
          title: `${token.name} suspended`,
          description: <ReceiptStatus seq={outcome.result.seq} receipts={actions.receipts} />,
          action: { label: 'Resume', onSelect: () => resume(token) },
          durationMs: 12_000,
        });
      }
      router.refresh();
    }
    return { revoke, suspend, resume };
  }, [actions, router, toast]);
}
