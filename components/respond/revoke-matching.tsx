'use client';

import { Ban } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { type Done, prepareChange } from '@/components/revocation/change';
import { ReceiptStatus } from '@/components/revocation/receipt-status';
import { UndoButton } from '@/components/revocation/undo-button';
import { useChanges } from '@/components/revocation/use-changes';
import { useSameChange } from '@/components/revocation/use-same-change';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { MatchingAsked } from './matching-question';

/** More at once are confirmed by typing how many they are. */
const MAX_UNTYPED = 10;

/** Revokes what was counted, after one confirmation; then the receipts, and the way back. */
export function RevokeMatching(props: {
  asked: MatchingAsked;
  count: number;
  /** When they were counted. */
  seenAt: string;
  refusal: string | undefined;
  onDone: () => void;
}) {
  const { asked, count } = props;
  const router = useRouter();
  const { undo } = useChanges();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('leaked');
  const [done, setDone] = useState<Done>();
  const send = useSameChange();
  const what = formatCount(count, 'token');

  async function revoke() {
    const more = {
      reason: reason.trim(),
      matching: { ...asked, expect: count, seenAt: props.seenAt },
    };
    const settled = await send([more], () =>
      prepareChange('revokeMatching', { id: '', name: what }, more),
    );
    if (settled.status !== 'done') return settled.refusal;
    setDone(settled);
    router.refresh();
    return undefined;
  }
  async function takeBack(revoked: readonly string[]) {
    for (const id of revoked) await undo({ id, name: 'A token' });
    props.onDone();
  }
  return (
    <footer className="sticky bottom-0 z-10 flex flex-wrap items-center justify-between gap-3 border-t border-line bg-sunken px-4 py-3">
      {done ? (
        <>
          <div className="space-y-1 text-sm">
            <p className="font-medium">
              {formatCount(done.changed.family?.length ?? 0, 'token')} revoked
            </p>
            <ReceiptStatus seq={done.changed.seq} />
          </div>
          <UndoButton
            deadlineMs={done.undoUntilMs}
            onUndo={() => takeBack(done.changed.family ?? [])}
          />
        </>
      ) : (
        <Button
          variant="danger"
          icon={<Ban aria-hidden />}
          disabledReason={props.refusal}
          onClick={() => setOpen(true)}
          className="ml-auto max-md:h-11!"
        >
          Revoke {what}
        </Button>
      )}
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Revoke ${what}?`}
        confirmLabel={`Revoke ${what}`}
        typeToConfirm={count > MAX_UNTYPED ? String(count) : undefined}
        onConfirm={revoke}
      >
        <p>
          All of them are denied everywhere at once, and what was made from them. If others match by
          then, nothing is revoked, and you look again.
        </p>
        <Field label="Reason" name="reason">
          <Input
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </ConfirmDialog>
    </footer>
  );
}
