import { z } from 'zod';
import { decisionViewSchema } from '@/domain/decisions/decision-view';
import { exactInstantText } from '@/domain/history/range';
import { tombstoneSchema } from './tombstone';

const sha256Text = () => z.string().regex(/^[0-9a-f]{64}$/);

/** A batch, before its decisions. */
export const sealedBatchSchema = z.object({
  kind: z.literal('batch'),
  id: z.int(),
  verifier: z.string(),
  seq: z.int(),
  day: z.iso.date(),
  rows: z.int(),
  root: sha256Text(),
  /** The hashes of its leaves by the ids of their decisions, 32 bytes each, base64; nothing of dropped ones. */
  leaves: z.base64(),
  /** Where its decisions were dropped: what says so. */
  tombstone: tombstoneSchema.nullable().default(null),
  prevHash: sha256Text(),
  hash: sha256Text(),
  sealedAt: exactInstantText(),
});
export type SealedBatchLine = z.output<typeof sealedBatchSchema>;

/** A decision of the batch before, whole. */
export const sealedDecisionSchema = decisionViewSchema.extend({
  kind: z.literal('decision'),
  batch: z.object({ id: z.int(), verifier: z.string(), seq: z.int() }),
  foldedUntil: exactInstantText().nullable(),
});
export type SealedDecisionLine = z.output<typeof sealedDecisionSchema>;

export type SealedLine = SealedBatchLine | SealedDecisionLine;

/** The same as it is in a file: the end of a secret is of no sealed record. */
export const exportedDecisionSchema = sealedDecisionSchema.extend({
  token: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
});
