'use client';

import { Button } from '@/components/ui/button';
import { type MarkRead, useMarkRead } from './use-mark-read';

/** Marks this notice and all before it as read. */
export function MarkAllRead(props: { newest: string | null; markRead: MarkRead }) {
  const { newest } = props;
  const { pending, mark } = useMarkRead(props.markRead);
  return (
    <Button
      pending={pending}
      disabledReason={newest === null ? 'Nothing is unread.' : undefined}
      onClick={() => newest && mark({ upTo: newest })}
    >
      Mark all read
    </Button>
  );
}
