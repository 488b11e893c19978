import canonicalize from 'canonicalize';
import { linkHash } from '@/domain/ledger/link-hash';

/** What of a batch is hashed. */
export interface SealedBatch {
  /** What its decisions carry. */
  readonly id: number;
  readonly verifier: string;
  /** 1 for a verifier's first batch, then one more each time. */
  readonly seq: number;
  /** UTC day of all its decisions, `2026-01-31`. */
  readonly day: string;
  readonly rows: number;
  /** 64 lower-case hexadecimal digits. */
  readonly root: string;
  /** When it was sealed: UTC with six digits of fraction, never before the batch before it. */
  readonly sealedAt: string;
}

/** `SHA-256(prevHash ‖ JCS(batch))` in lower-case hex, as in the log of changes. */
export function batchHash(prevHash: string, batch: SealedBatch): string {
  const { id, verifier, seq, day, rows, root, sealedAt } = batch;
  const canonical = canonicalize({ id, verifier, seq, day, rows, root, sealedAt });
  if (canonical === undefined) throw new Error('a batch has no canonical form');
  return linkHash(prevHash, canonical);
}
