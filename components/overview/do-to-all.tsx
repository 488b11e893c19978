'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { BulkDialog } from '@/components/tokens/bulk-dialog';
import { useBulkRun } from '@/components/tokens/use-bulk-run';
import { Dialog } from '@/components/ui/dialog';
import type { AttentionKind } from '@/domain/overview/attention-kinds';
import { attentionQuestion } from './attention-question';

/** Looks up all that need attention of one kind, and does one thing to them. */
export function DoToAll(props: {
  kind: AttentionKind;
  act: 'suspend' | 'revoke';
  onClose: () => void;
}) {
  const { kind, act, onClose } = props;
  const router = useRouter();
  const asked = useAskedValue(attentionQuestion, { kind });
  const bulk = useBulkRun(() => router.refresh());
  const begun = useRef(false);
  const rows = asked.status === 'answered' ? asked.answer.rows : null;
  useEffect(() => {
    if (rows === null || begun.current) return;
    begun.current = true;
    bulk.open({ kind: act, rows });
  }, [rows, act, bulk]);
  if (bulk.run === null) {
    return (
      <Dialog
        open={!begun.current}
        onOpenChange={(open) => !open && onClose()}
        title="Looking up the tokens"
        size="small"
      >
        <AskedProblem asked={asked} title="The tokens could not be read" />
      </Dialog>
    );
  }
  return (
    <BulkDialog
      run={bulk.run}
      onStart={bulk.start}
      onTryAgain={bulk.tryAgain}
      onClose={() => {
        bulk.close();
        onClose();
      }}
    />
  );
}
