import type { TokenChangeKind } from '@/components/revocation/change';
import type { TokenRow } from './token-row';

/** What is done to many; `revokeFamily` also ends what they were rotated into or out of. */
export type BulkKind = TokenChangeKind | 'revokeFamily';

/** One thing to be done to many tokens. */
export type BulkChange = { kind: BulkKind; rows: TokenRow[] };

/** From this many on, the count has to be typed. */
export const typedFrom = 11;

type Words = { verb: string; running: string; done: string; undo: string | null };

const revoking: Words = {
  ...{ verb: 'Revoke', running: 'Revoking', done: 'Revoked', undo: 'Undo all' },
};
export const bulkWords: Record<BulkKind, Words> = {
  revoke: revoking,
  revokeFamily: revoking,
  suspend: { verb: 'Suspend', running: 'Suspending', done: 'Suspended', undo: 'Resume all' },
  undoRevoke: { verb: 'Undo', running: 'Taking back', done: 'Works as before', undo: null },
  resume: { verb: 'Resume', running: 'Resuming', done: 'Resumed', undo: null },
};

export const isRevoking = (kind: BulkKind): boolean => kind === 'revoke' || kind === 'revokeFamily';

/** Why this row is left out, null where it takes part. */
export function refusalOf(kind: BulkKind, row: TokenRow): string | null {
  if (isRevoking(kind)) return row.refusals.revoke;
  if (kind === 'suspend') return row.refusals.suspend;
  return null;
}

const ENDED: ReadonlySet<TokenRow['status']> = new Set(['revoked', 'retired']);
const isLiving = ({ status, expiresAt }: TokenRow): boolean =>
  !ENDED.has(status) && Date.parse(expiresAt) > Date.now();

/** How many living relatives of these tokens are not among them. */
export function relativesOutside(rows: readonly TokenRow[]): number {
  let outside = 0;
  for (const family of new Set(rows.map(({ familyId }) => familyId))) {
    const own = rows.filter(({ familyId }) => familyId === family);
    const alive = own.filter(isLiving).length;
    const [one] = own;
    if (!one) continue;
    const living = one.livingRelatives + (isLiving(one) ? 1 : 0);
    outside += Math.max(0, living - alive);
  }
  return outside;
}

/** How many tokens were made from these and end with them. One that two of them stand above counts twice. */
export const countBelow = (rows: readonly TokenRow[]): number =>
  rows.reduce((sum, { livingBelow }) => sum + livingBelow, 0);
