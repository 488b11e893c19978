import type { ActionOutcome } from '@/components/ui/form-state';
import type { TokenActions } from './token-actions';
import type { TokenRow } from './token-row';

export type BulkKind = 'revoke' | 'suspend' | 'undoRevoke' | 'resume';

/** One thing to be done to many tokens. */
export type BulkChange = { kind: BulkKind; rows: TokenRow[] };

/** From this many on, the count has to be typed. */
export const typedFrom = 11;

type Words = { verb: string; running: string; done: string; undo: string | null };

export const bulkWords: Record<BulkKind, Words> = {
  revoke: { verb: 'Revoke', running: 'Revoking', done: 'Revoked', undo: 'Undo all' },
  suspend: { verb: 'Suspend', running: 'Suspending', done: 'Suspended', undo: 'Resume all' },
  undoRevoke: { verb: 'Undo', running: 'Taking back', done: 'Works as before', undo: null },
  resume: { verb: 'Resume', running: 'Resuming', done: 'Resumed', undo: null },
};

/** Why this row is left out, null where it takes part. */
export function refusalOf(kind: BulkKind, row: TokenRow): string | null {
  if (kind === 'revoke') return row.refusals.revoke;
  if (kind === 'suspend') return row.refusals.suspend;
  return null;
}

/** The server action behind a bulk change, for one token. */
export function workOf(kind: BulkKind, actions: TokenActions) {
  return (row: TokenRow): Promise<ActionOutcome<{ seq: number } | undefined>> => {
    if (kind === 'revoke') return actions.revoke(row.id, '');
    if (kind === 'suspend') return actions.suspend(row.id, '');
    return kind === 'undoRevoke' ? actions.undoRevoke(row.id) : actions.resume(row.id);
  };
}
