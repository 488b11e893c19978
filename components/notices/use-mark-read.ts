import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { attempt } from '@/components/ui/attempt';
import type { ActionOutcome } from '@/components/ui/form-state';
import { isLost } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';

type Which = { notices: string[] } | { upTo: string };
export type MarkRead = (which: Which) => Promise<ActionOutcome<number>>;

/** Marks notices as read and shows the page anew. What another window had read is no fault. */
export function useMarkRead(markRead: MarkRead) {
  const router = useRouter();
  const toast = useToast();
  const [pending, startTransition] = useTransition();
  const mark = (which: Which) =>
    startTransition(async () => {
      const outcome = await attempt('these were marked as read', () => markRead(which));
      if (outcome.status === 'refused' && outcome.code !== 'nothing_unread') {
        toast.refused('Not marked as read', outcome);
      }
      if (!isLost(outcome)) router.refresh();
    });
  return { pending, mark };
}
