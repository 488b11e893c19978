import type { TokenChangeKind } from '@/components/revocation/change';
import type { TokenRow } from './token-row';

/** One thing to be done to many tokens. */
export type BulkChange = { kind: TokenChangeKind; rows: TokenRow[] };

/** From this many on, the count has to be typed. */
export const typedFrom = 11;

type Words = { verb: string; running: string; done: string; undo: string | null };

export const bulkWords: Record<TokenChangeKind, Words> = {
  revoke: { verb: 'Revoke', running: 'Revoking', done: 'Revoked', undo: 'Undo all' },
  suspend: { verb: 'Suspend', running: 'Suspending', done: 'Suspended', undo: 'Resume all' },
  undoRevoke: { verb: 'Undo', running: 'Taking back', done: 'Works as before', undo: null },
  resume: { verb: 'Resume', running: 'Resuming', done: 'Resumed', undo: null },
};

/** Why this row is left out, null where it takes part. */
export function refusalOf(kind: TokenChangeKind, row: TokenRow): string | null {
  if (kind === 'revoke') return row.refusals.revoke;
  if (kind === 'suspend') return row.refusals.suspend;
  return null;
}
