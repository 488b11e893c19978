'use client';

import { useRouter } from 'next/navigation';
import { Approval } from '@/components/tokens/approval';
import { type TokenDialog, TokenDialogs } from '@/components/tokens/token-dialogs';
import { Dialog } from '@/components/ui/dialog';
import type { Openable } from '@/components/ui/on-demand';
import type { AttentionActions, Opened } from './attention-list';
import { DoToAll } from './do-to-all';
import { SnoozeDialog } from './snooze-dialog';

export type AttentionDialogsProps = Openable & {
  opened: Opened | null;
  actions: AttentionActions;
};

/** Whatever is asked of what needs attention: an approval, limits, a rotation, a day to put it off to. */
export function AttentionDialogs(props: AttentionDialogsProps) {
  const { opened, actions } = props;
  const router = useRouter();
  const close = () => props.onOpenChange(false);
  const answered = opened?.ask === 'answer' ? opened.token : null;
  return (
    <>
      <TokenDialogs
        opened={toTokenDialog(opened)}
        actions={actions.tokens}
        onClose={close}
        onRotated={() => router.refresh()}
      />
      <Dialog
        open={answered !== null}
        onOpenChange={(open) => !open && close()}
        title={answered?.name ?? ''}
      >
        {answered && <Approval token={answered} onAnswered={close} />}
      </Dialog>
      <SnoozeDialog
        snoozing={opened?.ask === 'snooze' ? opened : null}
        snooze={actions.snooze}
        wake={actions.wake}
        onClose={close}
      />
      {opened?.ask === 'all' && <DoToAll kind={opened.kind} act={opened.act} onClose={close} />}
    </>
  );
}

function toTokenDialog(opened: Opened | null): TokenDialog | null {
  switch (opened?.ask) {
    case 'rotate':
    case 'revokeFamily':
      return { ask: opened.ask, token: opened.token };
    case 'restrict':
    case 'extend':
      return { ask: 'limits', aim: opened.ask, token: opened.token };
    default:
      return null;
  }
}
