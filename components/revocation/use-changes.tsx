'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { formatCount } from '@/components/format/format';
import { useToast } from '@/components/ui/toast';
import {
  type Change,
  type Changed,
  type ChangeKind,
  type Done,
  type Named,
  prepareChange,
  settle,
} from './change';
import { ReceiptStatus } from './receipt-status';
import { StoppedWords } from './stopped-words';

const NOT_DONE: Record<ChangeKind, string> = {
  revoke: 'was not revoked',
  revokeFamily: 'and its relatives were not revoked',
  revokeMatching: 'were not revoked',
  undoRevoke: 'stays revoked',
  suspend: 'was not suspended',
  resume: 'was not resumed',
  approve: 'was not approved',
  deny: 'was not denied',
  stop: 'was not stopped',
  undoStop: 'stays stopped',
  freezeGroup: 'was not frozen',
  unfreezeGroup: 'is still frozen',
  freezeApi: 'was not frozen',
  unfreezeApi: 'is still frozen',
};
/** What needs no more than words. */
const SAID: Partial<Record<ChangeKind, readonly [title: string, detail?: string]>> = {
  undoRevoke: ['works as before'],
  resume: ['resumed'],
  deny: ['denied', 'It never worked, and never will.'],
  unfreezeGroup: ['is active'],
  unfreezeApi: ['is active'],
  undoStop: ['works as before', 'Sessions stay ended: sign in again.'],
};
const RESUME_OFFERED_MS = 12_000;

function revokedWords({ name }: Named, { endedBelow = 0 }: Changed): string {
  if (endedBelow === 0) return `${name} revoked`;
  return `${name} revoked, and ${formatCount(endedBelow, 'token')} made from it`;
}

/**
 * Sends changes and tells in toasts what came of them: the receipts and the way back; where the answer
 * was lost, another try of the same change.
 */
export function useChanges() {
  const toast = useToast();
  const router = useRouter();
  return useMemo(() => {
    /** @param onDone instead of the toast */
    async function send(change: Change, onDone: (done: Done) => void = tell): Promise<void> {
      const settled = await settle(change);
      if (settled.status === 'lost') {
        // No refresh: with the connection gone it would replace the page by the browser's own.
        toast.show({
          tone: 'danger',
          title: 'No answer from Keyward',
          description: settled.refusal.message,
          action: { label: 'Try again', onSelect: () => send(change, onDone) },
          durationMs: 0,
        });
        return;
      }
      if (settled.status === 'done') onDone(settled);
      else toast.refused(`${change.target.name} ${NOT_DONE[change.kind]}`, settled.refusal);
      router.refresh();
    }
    const takingBack =
      (kind: ChangeKind) =>
      (target: Named, onDone?: () => void): Promise<void> =>
        send(prepareChange(kind, target), (done) => {
          tell(done);
          onDone?.();
        });
    const undo = takingBack('undoRevoke');
    const undoStop = takingBack('undoStop');
    function tell({ change, changed, undoUntilMs }: Done): void {
      const { kind, target } = change;
      const receipts = <ReceiptStatus seq={changed.seq} />;
      const said = SAID[kind];
      if (said) toast.done(`${target.name} ${said[0]}`, said[1]);
      switch (kind) {
        case 'approve':
          toast.show({
            tone: 'ok',
            title: `${target.name} approved`,
            description: <ReceiptStatus seq={changed.seq} verb="Works" />,
          });
          break;
        case 'revoke':
          toast.undo({
            title: revokedWords(target, changed),
            description: receipts,
            seconds: Math.floor((undoUntilMs - Date.now()) / 1_000),
            onUndo: () => undo(target),
          });
          break;
        case 'revokeMatching':
          toast.show({ tone: 'ok', title: `${target.name} revoked`, description: receipts });
          break;
        case 'revokeFamily': {
          const { family = [] } = changed;
          toast.undo({
            title: `${target.name} and ${formatCount(family.length - 1, 'relative')} revoked`,
            description: receipts,
            seconds: Math.floor((undoUntilMs - Date.now()) / 1_000),
            onUndo: async () => {
              for (const id of family) await undo({ id, name: target.name });
            },
          });
          break;
        }
        case 'suspend':
          toast.show({
            tone: 'ok',
            title: `${target.name} suspended`,
            description: receipts,
            action: {
              label: 'Resume',
              onSelect: () => send(prepareChange('resume', target)),
            },
            durationMs: RESUME_OFFERED_MS,
          });
          break;
        case 'freezeGroup':
        case 'freezeApi':
          toast.show({ tone: 'ok', title: `${target.name} is frozen`, description: receipts });
          break;
        case 'stop':
          toast.undo({
            title: `Everything ${target.name} held is stopped`,
            description: <StoppedWords changed={changed} />,
            seconds: Math.floor((undoUntilMs - Date.now()) / 1_000),
            onUndo: () => undoStop(target),
          });
      }
    }
    return { send, undo, undoStop, tell };
  }, [toast, router]);
}
